package org.rlhfworkbench.feedback.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.lines.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A project's work as LLaMA-Factory trains on it: a ZIP file with {@code demonstrations.jsonl}, {@code pairs.jsonl} and
 * the {@code dataset_info.json} that describes both. It loads a file's lines as one table, so that every line has the same
 * fields of the same types here: conversations always, and nothing beside them.
 *
 * @see <a href="https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md">its notes on data, "Sharegpt Format"</a>
 */
final class LlamaFactoryArchive {
    static final String INFO = "dataset_info.json";

    private LlamaFactoryArchive() {}

    static void write(
            OutputStream out, Consumer<Consumer<ObjectNode>> demonstrations, Consumer<Consumer<ObjectNode>> pairs) {
        try {
            ZipOutputStream zip = new ZipOutputStream(out, UTF_8);
            zip.putNextEntry(new ZipEntry(INFO));
            zip.write(Json.write(info()).getBytes(UTF_8));
            zip.putNextEntry(new ZipEntry(ExportKind.DEMONSTRATIONS.fileName()));
            LinesFile.write(zip, lines -> demonstrations.accept(line -> lines.accept(conversation(line))));
            zip.putNextEntry(new ZipEntry(ExportKind.PAIRS.fileName()));
            LinesFile.write(zip, lines -> pairs.accept(line -> lines.accept(pair(line))));
            zip.finish();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static ObjectNode info() {
        ObjectNode info = Json.object();
        describe(info, "demonstrations", ExportKind.DEMONSTRATIONS.fileName());
        ObjectNode pairs = describe(info, "pairs", ExportKind.PAIRS.fileName());
        pairs.put("ranking", true);
        pairs.withObject("columns").put("chosen", "chosen").put("rejected", "rejected");
        return info;
    }

    private static ObjectNode describe(ObjectNode info, String name, String file) {
        ObjectNode set = info.putObject(name);
        set.put("file_name", file).put("formatting", "sharegpt");
        set.putObject("columns").put("messages", "messages");
        set.putObject("tags")
                .put("role_tag", "role")
                .put("content_tag", "content")
                .put("user_tag", "user")
                .put("assistant_tag", "assistant")
                .put("system_tag", "system");
        return set;
    }

    private static ObjectNode conversation(ObjectNode demonstration) {
        ObjectNode line = Json.object();
        line.set("messages", messages(demonstration.get("messages")));
        return line;
    }

    private static ObjectNode pair(ObjectNode pair) {
        ObjectNode line = Json.object();
        line.set("messages", messages(pair.get("prompt")));
        line.set("chosen", answer(pair.get("chosen")));
        line.set("rejected", answer(pair.get("rejected")));
        return line;
    }

    /** A plain text is what a user says; of a message only role and content stay. */
    private static JsonNode messages(JsonNode prompt) {
        return Json.messages(Json.conversation(prompt.toString()).messages());
    }

    private static JsonNode answer(JsonNode answer) {
        return answer.isString()
                ? Json.messages(List.of(Message.assistant(answer.stringValue())))
                        .get(0)
                : messages(answer).get(0);
    }
}
