package org.rlhfworkbench.lm.data;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A line of {@code samples.jsonl}: a prompt with the responses drawn to it. */
public record SampledPrompt(String promptId, Turns prompt, List<Response> responses) {

    public SampledPrompt {
        responses = List.copyOf(responses);
    }

    /**
     * Reads a file of samples.
     *
     * @throws BadInput naming the line
     */
    public static List<SampledPrompt> read(Path file) {
        OneKind kind = new OneKind();
        Set<String> promptIds = new HashSet<>();
        return JsonLines.read(file, line -> {
            String promptId = line.get("prompt_id").label();
            if (!promptIds.add(promptId)) {
                throw line.bad(
                        "the prompt_id \"" + promptId + "\" comes twice", "Put all responses to a prompt on one line");
            }
            Turns prompt = kind.check(line, Turns.prompt(line.get("prompt")));
            return new SampledPrompt(promptId, prompt, responses(line.get("responses")));
        });
    }

    /** Responses with ids of their own. */
    static List<Response> responses(Value list) {
        List<Response> responses = list.list().stream().map(Response::of).toList();
        Set<String> ids = new HashSet<>();
        for (Response response : responses) {
            if (!ids.add(response.id())) {
                throw list.bad(
                        "two responses have the id \"" + response.id() + "\"", "Give each response an id of its own");
            }
        }
        return responses;
    }
}
