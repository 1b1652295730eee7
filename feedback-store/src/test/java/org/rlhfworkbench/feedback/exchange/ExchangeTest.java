package org.rlhfworkbench.feedback.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.feedback.BadLine;
import org.rlhfworkbench.feedback.FeedbackException.FileTrouble;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.assignment.Task;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.Labels;
import org.rlhfworkbench.feedback.lines.Json;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@StoreTest
class ExchangeTest {

    private static final String PROMPTS = """
            {"id":"cat","prompt":"A cat?","metadata":{"tags":["animals"],"weight":1.50},"source":{"file":"x"}}
            {"seen":true,"id":"dog","prompt":[{"role":"user","content":"A dog?","name":"ann"}]}
            """;

    private static final String DEMONSTRATIONS = """
            {"id":"one","messages":[{"role":"user","content":"A cat?"},{"role":"assistant","content":"Miaow. 🐈"}],\
            "labeler":"labeler-x","metadata":{},"minutes":7}
            {"id":"two","messages":[{"role":"system","content":"Be kind."},{"role":"assistant","content":"Hello."}]}
            """;

    private static final String RANKINGS = """
            {"id":"r1","prompt":"A cat?","responses":[{"id":"a","content":"Miaow.","model":"sft-1","logprob":-3.25},\
            {"id":"b","content":"Purr.","model":"sft-1"},{"id":"c","content":"…","model":"sft-1"}],\
            "rankings":[{"labeler":"labeler-x","groups":[["b"],["a","c"]],"strengths":[2],"ratings":{"b":7,"a":5},\
            "flags":{"c":["off topic"]},"reasons":["kinder"],"unrankable":null,"display_order":["c","a","b"],\
            "guideline_version":1,"status":"superseded","submitted_at":"2026-11-24T09:30:00.123Z","seconds":41.2,\
            "note":null},{"labeler":"labeler-x","groups":[["b"],["a"],["c"]],"strengths":null,"ratings":{},"flags":{},\
            "reasons":[],"unrankable":null,"display_order":["c","a","b"],"guideline_version":2,"status":"counted",\
            "submitted_at":"2026-11-24T09:31:00Z","seconds":30,"note":"second thoughts","device":"phone"},\
            {"labeler":"labeler-y","groups":[],"strengths":null,"ratings":{},"flags":{},"reasons":[],\
            "unrankable":"all cut off","display_order":["a","b","c"],"guideline_version":1,"status":"surplus",\
            "submitted_at":"2026-11-24T09:32:00Z","seconds":null,"note":null}],"topic":"cats"}
            """;

    @Autowired
    Fixtures fixtures;

    @Autowired
    Exchange exchange;

    @Autowired
    Prompts prompts;

    @Autowired
    Demonstrations demonstrations;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Assignments assignments;

    @Autowired
    Labels labels;

    @Autowired
    People people;

    long project;

    @BeforeEach
    void aProject() {
        project = fixtures.project().id();
    }

    @Test
    void llama_factory_gets_conversations_pairs_and_the_file_that_describes_them() throws IOException {
        demonstrations.importLines(project, "demonstrations.jsonl", stream(DEMONSTRATIONS));
        exchange.importRankings(fixtures.newCampaign(project, 1, List.of(), 2), "rankings.jsonl", stream(RANKINGS));
        ByteArrayOutputStream zip = new ByteArrayOutputStream();

        exchange.exportForLlamaFactory(project, zip);

        Map<String, String> files = unzipped(zip.toByteArray());
        JsonNode info = Json.parse(files.getOrDefault("dataset_info.json", ""));
        assertThat(info.at("/pairs/ranking").booleanValue()).isTrue();
        assertThat(info.at("/pairs/file_name").stringValue()).isEqualTo("pairs.jsonl");
        assertThat(info.at("/demonstrations/tags/role_tag").stringValue()).isEqualTo("role");
        assertThat(files.get("demonstrations.jsonl")).isEqualTo("""
                {"messages":[{"role":"user","content":"A cat?"},{"role":"assistant","content":"Miaow. 🐈"}]}
                {"messages":[{"role":"system","content":"Be kind."},{"role":"assistant","content":"Hello."}]}
                """);
        assertThat(files.getOrDefault("pairs.jsonl", "").lines()).first().isEqualTo("""
                {"messages":[{"role":"user","content":"A cat?"}],"chosen":{"role":"assistant","content":"Purr."},\
                "rejected":{"role":"assistant","content":"Miaow."}}""");
    }

    private static Map<String, String> unzipped(byte[] archive) throws IOException {
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void what_is_imported_is_exported_byte_for_byte_with_its_unknown_fields() {
        prompts.importLines(project, "prompts.jsonl", stream(PROMPTS));
        demonstrations.importLines(project, "demonstrations.jsonl", stream(DEMONSTRATIONS));
        exchange.importRankings(fixtures.newCampaign(project, 1, List.of(), 2), "rankings.jsonl", stream(RANKINGS));

        assertThat(exported(project, ExportKind.PROMPTS)).isEqualTo(PROMPTS);
        assertThat(exported(project, ExportKind.DEMONSTRATIONS)).isEqualTo(DEMONSTRATIONS);
        assertThat(exported(project, ExportKind.RANKINGS)).isEqualTo(RANKINGS);
    }

    @Test
    void rankings_made_here_round_trip_and_name_nobody() {
        Campaign campaign = fixtures.campaign(project, 2, 2);
        Person ann = fixtures.labeler("ann");
        for (Task task : assignments.ahead(campaign.id(), ann.id(), 2)) {
            Judgement full = new Judgement(
                    Fixtures.B_FIRST.groups(),
                    List.of(0, 3),
                    Map.of("b", 6),
                    Map.of("c", List.of("harmful")),
                    List.of("kinder"),
                    null,
                    "“quoted”\n");
            Label label = assignments.submit(task.token(), ann.id(), full, 12.25);
            labels.correct(label.id(), ann.id(), Fixtures.ranking("a=b=c=d"), 3.0);
        }

        String first = exported(project, ExportKind.RANKINGS);
        long elsewhere = fixtures.project().id();
        exchange.importRankings(fixtures.newCampaign(elsewhere, 1, List.of(), 2), "rankings.jsonl", stream(first));

        assertThat(exported(elsewhere, ExportKind.RANKINGS)).isEqualTo(first);
        assertThat(first)
                .contains(ann.pseudonym())
                .doesNotContain(ann.displayName() + "\"")
                .doesNotContain(String.valueOf(ann.username()));
    }

    @Test
    void bad_rankings_are_named_and_nothing_is_imported() {
        ImportRejected rejected = catchThrowableOfType(
                ImportRejected.class,
                () -> exchange.importRankings(
                        fixtures.newCampaign(project, 1, List.of(), 1),
                        "rankings.jsonl",
                        Fixtures.lines(
                                line("1", "{\"labeler\":\"x\",\"groups\":[[\"a\"],[\"z\"]]}"),
                                line("2", "{\"labeler\":\"x\",\"groups\":[[\"a\"]]}"),
                                line("3", "{\"groups\":[[\"a\"],[\"b\"]]}"),
                                line("4", "{\"labeler\":\"x\",\"groups\":[[\"a\",\"b\"]],\"status\":\"lost\"}"),
                                line("5", "{\"labeler\":\"x\",\"groups\":[[\"a\",\"b\"]],\"submitted_at\":\"now\"}"))));

        assertThat(rejected.badLines())
                .extracting(BadLine::toString)
                .satisfiesExactly(
                        one -> assertThat(one).contains("rankings.jsonl:1", "unknown response \"z\" in \"groups\""),
                        two -> assertThat(two).contains("rankings.jsonl:2", "Place every output"),
                        three -> assertThat(three).contains("rankings.jsonl:3", "lacks the field \"labeler\""),
                        four -> assertThat(four).contains("rankings.jsonl:4", "\"status\" must be"),
                        five -> assertThat(five).contains("rankings.jsonl:5", "\"submitted_at\" must be"));
    }

    @Test
    void a_file_is_written_whole_with_its_hash_and_count(@TempDir Path folder)
            throws IOException, GeneralSecurityException {
        prompts.importLines(project, "prompts.jsonl", stream(PROMPTS));
        Path file = folder.resolve("data").resolve("prompts.jsonl");

        ExportedFile written = exchange.export(project, ExportKind.PROMPTS, file);

        assertThat(file).hasContent(PROMPTS);
        assertThat(written.lines()).isEqualTo(2);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(written.sha256()).isEqualTo(HexFormat.of().formatHex(hash));
        assertThat(file.getParent()).isDirectoryContaining(path -> path.equals(file));
        try (var files = Files.list(folder.resolve("data"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_named(@TempDir Path folder) throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file in the way");

        FileTrouble trouble = catchThrowableOfType(
                FileTrouble.class,
                () -> exchange.export(project, ExportKind.PROMPTS, blocked.resolve("prompts.jsonl")));

        assertThat(trouble).hasMessageContaining(blocked.toString()).hasMessageContaining("writable");
    }

    private static String line(String id, String ranking) {
        return "{\"id\":\"%s\",\"prompt\":\"p\",\"responses\":[{\"id\":\"a\",\"content\":\"x\"},{\"id\":\"b\",\"content\":\"y\"}],\"rankings\":[%s]}"
                .formatted(id, ranking);
    }

    private String exported(long projectId, ExportKind kind) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exchange.export(projectId, kind, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
