package org.rlhfworkbench.policy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.tokenizer.BytePairVocabulary;
import org.rlhfworkbench.policy.TinyModel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WorkbenchTest {

    @TempDir
    Path folder;

    private Path base = Path.of("");

    @BeforeEach
    void write() {
        base = TinyModel.write(folder.resolve("base"), 1);
    }

    @Test
    void demonstrations_and_rankings_become_a_tuned_policy() throws IOException {
        Path demonstrations = lines("demonstrations.jsonl", "{'prompt':'p%d','completion':'answer %d'}", 10);
        Path rankings = lines(
                "rankings.jsonl",
                "{'id':'%d','prompt':'p%d','responses':[{'id':'a','content':'good'},{'id':'b','content':'bad'}],"
                        + "'rankings':[{'labeler':'l1','groups':[['a'],['b']]}]}",
                12);
        Path prompts = lines("prompts.jsonl", "{'id':'%d','prompt':'p%d'}", 10);
        Path sft = folder.resolve("sft");
        Path reward = folder.resolve("reward");
        Path ppo = folder.resolve("ppo");

        assertThat(run(
                        "sft",
                        "--model",
                        base,
                        "--data",
                        demonstrations,
                        "--out",
                        sft,
                        "--mix",
                        demonstrations + "=0.5"))
                .isZero();
        assertThat(json(sft, "evaluation.json").get("loss").get("value").asDouble())
                .isPositive();
        assertThat(run("reward", "--model", sft, "--data", rankings, "--out", reward, "--lr", "1e-2", "--epochs", "8"))
                .isZero();
        assertThat(json(reward, "evaluation.json").get("accuracy").get("value").asDouble())
                .isEqualTo(1);
        assertThat(run(
                        "ppo",
                        "--policy",
                        sft,
                        "--reward",
                        reward,
                        "--prompts",
                        prompts,
                        "--out",
                        ppo,
                        "--batch-size",
                        "8",
                        "--max-steps",
                        "2",
                        "--max-new-tokens",
                        "8"))
                .isZero();
        assertThat(json(ppo, "evaluation.json").propertyNames())
                .contains("reward_before", "reward_after", "kl", "response_length", "end_token_rate");
        assertThat(ppo.resolve("model/model.safetensors")).exists();
        assertThat(json(ppo, "provenance.json").get("parents")).hasSize(2);
        assertThat(json(ppo, "state.json").get("state").asString()).isEqualTo("finished");
    }

    @Test
    void adapters_go_through_the_whole_loop_and_are_merged() throws IOException {
        Path demonstrations = lines("demonstrations.jsonl", "{'prompt':'p%d','completion':'answer %d'}", 10);
        Path pairs = lines("pairs.jsonl", "{'prompt':'p%d','chosen':'good','rejected':'bad %d'}", 8);
        Path prompts = lines("prompts.jsonl", "{'id':'%d','prompt':'p%d'}", 10);
        Path sft = folder.resolve("sft");
        Path reward = folder.resolve("reward");
        Path ppo = folder.resolve("ppo");
        Path merged = folder.resolve("merged");
        assertThat(run("sft", "--model", base, "--data", demonstrations, "--out", sft, "--lora", "4"))
                .isZero();
        assertThat(run("reward", "--model", base, "--data", pairs, "--out", reward, "--lora", "2", "--lr", "1e-2"))
                .isZero();
        String few = "--batch-size=8 --max-steps=2 --max-new-tokens=8";
        assertThat(run(("ppo --policy " + sft + " --reward " + reward + " --prompts " + prompts + " --out " + ppo + " "
                                + few)
                        .split(" ")))
                .isZero();
        assertThat(json(ppo, "model/adapter_config.json").get("r").asInt()).isEqualTo(4);
        assertThat(json(ppo, "provenance.json").get("parents")).hasSize(4);
        assertThat(run("convert", "--from", ppo, "--to", merged, "--merge-lora"))
                .isZero();
        assertThat(merged.resolve("model.safetensors")).exists();
        Path scores = folder.resolve("scores.jsonl");
        assertThat(run("score", "--model", reward, "--data", pairs(), "--out", scores))
                .isZero();
        Path scorer = folder.resolve("scorer");
        assertThat(run("convert", "--from", reward, "--to", scorer, "--merge-lora"))
                .isZero();
        Path again = folder.resolve("again.jsonl");
        assertThat(run("score", "--model", scorer, "--data", pairs(), "--out", again))
                .isZero();
        assertThat(score(again)).isCloseTo(score(scores), within(1e-4));
    }

    private Path pairs() throws IOException {
        return lines("responses.jsonl", "{'prompt':'p%d','response':'good %d'}", 1);
    }

    private static double score(Path file) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readAllLines(file).getFirst())
                .get("score")
                .asDouble();
    }

    @Test
    void an_adapter_is_not_adapted_again_without_a_word() {
        Path pairs = folder.resolve("pairs.jsonl");
        assertThat(run("sft", "--model", base, "--data", pairs, "--out", folder.resolve("a"), "--lora-alpha", "3"))
                .isEqualTo(2);
        assertThat(run(
                        "sft",
                        "--model",
                        base,
                        "--data",
                        pairs,
                        "--out",
                        folder.resolve("b"),
                        "--lora",
                        "2",
                        "--lora-target",
                        "nothing"))
                .isEqualTo(2);
        assertThat(json(folder.resolve("b"), "state.json").get("message").asString())
                .contains("no linear layer 'nothing'; it has q_proj");
    }

    @Test
    void a_preset_sets_what_the_command_line_leaves_open() throws IOException {
        Path prompts = lines("prompts.jsonl", "{'id':'%d','prompt':'p%d'}", 10);
        Path rankings = lines("pairs.jsonl", "{'prompt':'p%d','chosen':'good','rejected':'bad %d'}", 8);
        Path reward = folder.resolve("reward");
        assertThat(run("reward", "--model", base, "--data", rankings, "--out", reward))
                .isZero();
        Path ppo = folder.resolve("ppo");
        assertThat(run(
                        "ppo",
                        "--policy",
                        base,
                        "--reward",
                        reward,
                        "--prompts",
                        prompts,
                        "--out",
                        ppo,
                        "--batch-size",
                        "4",
                        "--preset",
                        "ziegler2019-sentiment",
                        "--max-steps",
                        "1",
                        "--epochs",
                        "1"))
                .isZero();
        JsonNode config = json(ppo, "config.json");
        assertThat(config.get("kl-coefficient").asDouble()).isEqualTo(0.15);
        assertThat(config.get("whiten-rewards").asBoolean()).isTrue();
        assertThat(config.get("batch-size").asInt()).isEqualTo(4);
        assertThat(config.get("epochs").asInt()).isEqualTo(1);
        assertThat(run(
                        "ppo",
                        "--preset",
                        "nobody",
                        "--policy",
                        base,
                        "--reward",
                        reward,
                        "--prompts",
                        prompts,
                        "--out",
                        ppo))
                .isEqualTo(2);
    }

    @Test
    void a_reward_model_with_another_tokenizer_is_refused() throws IOException {
        Path other = TinyModel.write(folder.resolve("other"), 1, new BytePairVocabulary.Merge(70, 71));
        Path pairs = lines("pairs.jsonl", "{'prompt':'p%d','chosen':'good','rejected':'bad %d'}", 8);
        Path prompts = lines("prompts.jsonl", "{'id':'%d','prompt':'p%d'}", 10);
        Path reward = folder.resolve("reward");
        Path ppo = folder.resolve("ppo");
        assertThat(run("reward", "--model", other, "--data", pairs, "--out", reward))
                .isZero();
        assertThat(run("ppo", "--policy", base, "--reward", reward, "--prompts", prompts, "--out", ppo))
                .isEqualTo(2);
        assertThat(json(ppo, "state.json").get("message").asString()).contains("reads other tokens");
    }

    @Test
    void a_prompt_that_leaves_no_room_is_refused_by_its_name() throws IOException {
        Path prompts = folder.resolve("prompts.jsonl");
        Files.writeString(prompts, "{\"id\":\"long one\",\"prompt\":\"%s\"}\n".formatted("x".repeat(90)));
        Path pairs = lines("pairs.jsonl", "{'prompt':'p%d','chosen':'good','rejected':'bad %d'}", 8);
        Path reward = folder.resolve("reward");
        Path ppo = folder.resolve("ppo");
        assertThat(run("reward", "--model", base, "--data", pairs, "--out", reward))
                .isZero();
        assertThat(run("ppo", "--policy", base, "--reward", reward, "--prompts", prompts, "--out", ppo))
                .isEqualTo(2);
        assertThat(json(ppo, "state.json").get("message").asString()).contains("long one");
    }

    private static int run(Object... arguments) {
        String[] line = new String[arguments.length];
        for (int i = 0; i < line.length; i++) {
            line[i] = arguments[i].toString();
        }
        return Workbench.commands().execute(line);
    }

    private Path lines(String name, String pattern, int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(pattern.replace('\'', '"').formatted(i, i)).append('\n');
        }
        return Files.writeString(folder.resolve(name), lines);
    }

    private static JsonNode json(Path run, String file) {
        return JsonMapper.shared().readTree(run.resolve(file));
    }
}
