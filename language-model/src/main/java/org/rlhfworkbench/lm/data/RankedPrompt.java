package org.rlhfworkbench.lm.data;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A line of {@code rankings.jsonl}: a prompt, its responses, and how people ranked them.
 *
 * @param id unique in the file; made from the line's number where there is none
 */
public record RankedPrompt(String id, Turns prompt, List<Response> responses, List<Ranking> rankings) {

    public RankedPrompt {
        responses = List.copyOf(responses);
        rankings = List.copyOf(rankings);
    }

    /**
     * Reads a file of rankings.
     *
     * @throws BadInput naming the line; also when a ranking names a response that the line does not have
     */
    public static List<RankedPrompt> read(Path file) {
        OneKind kind = new OneKind();
        return JsonLines.read(file, line -> {
            Turns prompt = kind.check(line, Turns.prompt(line.get("prompt")));
            List<Response> responses = SampledPrompt.responses(line.get("responses"));
            Set<String> ids = new LinkedHashSet<>();
            responses.forEach(response -> ids.add(response.id()));
            List<Ranking> rankings = line.get("rankings").list().stream()
                    .map(ranking -> Ranking.of(ranking, ids))
                    .toList();
            return new RankedPrompt(JsonLines.id(line), prompt, responses, rankings);
        });
    }

    /** The response of an id that a ranking names. */
    public Response response(String responseId) {
        return responses.stream()
                .filter(response -> response.id().equals(responseId))
                .findFirst()
                .orElseThrow();
    }
}
