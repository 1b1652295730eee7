package org.rlhfworkbench.ui.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.rlhfworkbench.ui.Browser;
import org.springframework.util.FileSystemUtils;

/** The whole loop in a real browser, with a model so small that it learns in seconds. */
class JourneyIT {
    private static final Path FOLDER = Path.of("target/journey").toAbsolutePath();
    private static final List<String> ANIMALS = List.of("cat", "dog", "hen", "fox", "mole");
    private static final int PROMPTS = ANIMALS.size();
    private static final int DEMONSTRATIONS = 3;
    private static final String QUESTION = "Tell me a story about a cat.";
    private static final String DRAFT = "Once there was a fox who waited for the night to";

    private static final String OWN_PASSWORD = "nobody else has seen this";

    private Workbench workbench;
    private Screen screen;
    private String password = "";
    private String project = "";

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Browser.isThere(), "There is no Chromium with its driver on the PATH: .ci/run installs them.");
        FileSystemUtils.deleteRecursively(FOLDER);
        Files.createDirectories(FOLDER);
        workbench = new Workbench(FOLDER);
        trainTinyModel();
        password = workbench.start().orElseThrow();
        screen = new Screen(workbench.address());
    }

    @AfterEach
    void end() throws Exception {
        if (screen != null) {
            screen.close();
        }
        if (workbench != null) {
            workbench.close();
        }
    }

    @Test
    void from_prompts_to_a_tuned_policy_and_a_kill_in_between_loses_nothing() throws Exception {
        try {
            signIn();
            makeOwnPassword();
            createProject();
            importPrompts();
            writeDemonstrations();
            fineTune();
            sampleForRanking();
            rank();
            trainReward();
            leaveDraft();
            startPpo();
            killAndRestart();
            seePpoFinish();
            seeThatTheDialogsKnowTheDefaults();
            seeThatNothingIsLost();
            talkToTheTunedPolicy();
        } catch (Exception | AssertionError failure) {
            screen.save(FOLDER, "failure");
            throw new AssertionError(
                    failure.getMessage() + "\nThe page then, as picture and text, is in " + FOLDER.resolve("failure.*"),
                    failure);
        }
    }

    private void trainTinyModel() throws Exception {
        Path stories = FOLDER.resolve("stories.txt");
        String text = IntStream.range(0, 400)
                .mapToObj(number -> "Once there was a %s who saw %d stars. The %1$s was glad and went to sleep."
                        .formatted(ANIMALS.get(number % PROMPTS), number))
                .collect(Collectors.joining("\n<|endoftext|>\n"));
        Files.writeString(stories, text);
        Path run = FOLDER.resolve("pretraining");
        workbench.run(
                "pretrain",
                "--data",
                stories.toString(),
                "--out",
                run.toString(),
                "--size",
                "TINY",
                "--max-steps",
                "30",
                "--batch-size",
                "8",
                "--max-length",
                "64");
        Files.createDirectories(workbench.models());
        Files.move(run.resolve("model"), workbench.models().resolve("tiny-stories"));
    }

    private void signIn() {
        screen.open("");
        screen.fill("User name", "admin");
        screen.fill("Password", password);
        screen.click("button", "Sign in");
        screen.until("the first page", () -> !screen.path().startsWith("sign-in"));
    }

    /** The printed password opens one page only: the one that asks for another. */
    private void makeOwnPassword() {
        screen.fill("New password", OWN_PASSWORD);
        screen.click("button", "Keep this password");
        password = OWN_PASSWORD;
    }

    private void createProject() {
        screen.click("button", "New project");
        screen.fill("Name", "Animals at night");
        screen.press(Keys.ENTER);
        screen.see("link", "Prompts");
        project = screen.path().replaceFirst("/[a-z]+$", "/");
    }

    private void importPrompts() throws IOException {
        Path file = FOLDER.resolve("prompts.jsonl");
        Files.write(
                file,
                ANIMALS.stream()
                        .map("{\"prompt\": \"Tell me a story about a %s.\"}"::formatted)
                        .toList());
        screen.click("link", "Prompts");
        screen.click("button", "Import prompts.jsonl");
        screen.upload(file);
        screen.click("button", "Import " + PROMPTS + " prompts");
        screen.see(PROMPTS + " prompts imported.");
        screen.see("Tell me a story about a hen.");
    }

    private void writeDemonstrations() {
        screen.click("link", "Demonstrations");
        screen.click("link", "Write one");
        for (int number = 1; number <= DEMONSTRATIONS; number++) {
            String begun = "Once there was somebody who counted to " + number;
            screen.seeValue("Assistant", "");
            screen.append("Assistant", begun);
            screen.see("saved ✓");
            screen.reload();
            screen.seeValue("Assistant", begun);
            screen.append("Assistant", " and fell asleep.");
            screen.see("saved ✓");
            screen.click("button", "Save, next");
            screen.see(number + " yours");
        }
    }

    private void fineTune() {
        screen.open(project + "runs");
        screen.click("button", "Fine-tune");
        screen.click("button", "Settings");
        screen.fill("Passes over the data", "2");
        screen.click("button", "Fine-tune on " + DEMONSTRATIONS + " demonstrations");
        screen.see("It made");
        screen.see("link", "policy 1");
    }

    private void sampleForRanking() {
        screen.click("link", "Campaigns");
        screen.click("link", "New campaign");
        screen.fill("Outputs a prompt", "3");
        screen.click("button", "Sample " + 3 * PROMPTS + " outputs and open the campaign");
        screen.see("link", "Rank");
    }

    private void rank() {
        screen.click("link", "Rank");
        for (int done = 0; done < PROMPTS; done++) {
            screen.see(done + " done · " + (PROMPTS - done) + " left");
            screen.see("article", "A, not placed");
            screen.press("2", done == 0 ? "2" : "1", "3");
            screen.see("All are placed");
            screen.press(Keys.ENTER);
        }
        screen.see("Nothing is left for you here");
    }

    private void trainReward() {
        screen.open(project + "runs");
        screen.click("button", "Train reward model");
        screen.click("button", "Train on " + PROMPTS + " rankings");
        screen.see("link", "reward 1");
    }

    private void leaveDraft() {
        screen.open(project + "write");
        screen.append("Assistant", DRAFT);
        screen.see("saved ✓");
    }

    private void startPpo() {
        screen.open(project + "runs");
        screen.click("button", "Run PPO");
        screen.fill("Responses sampled in all", "512");
        screen.click("button", "Tune on " + PROMPTS + " prompts");
        screen.see("running, ");
    }

    private void killAndRestart() throws Exception {
        ProcessHandle trainer = workbench.processOf("ppo-1").orElseThrow();
        workbench.kill();
        assertThat(trainer.isAlive())
                .as("the trainer survives the web application")
                .isTrue();
        assertThat(workbench.start()).as("a second password").isEmpty();
        signIn();
    }

    private void seePpoFinish() {
        screen.open(project + "runs");
        screen.click("link", "PPO on “policy 1”, against “reward 1”");
        screen.see("link", "policy 2");
        screen.see("finished");
    }

    /** The dialogs say in grey what a trainer does when it is told nothing. */
    private void seeThatTheDialogsKnowTheDefaults() throws IOException {
        ResourceBundle words = ResourceBundle.getBundle("messages");
        for (String run : List.of("sft lr", "reward lr", "reward epochs", "ppo lr", "ppo kl-target")) {
            String[] parts = run.split(" ", -1);
            double said = Double.parseDouble(words.getString("start.default-" + parts[0] + "-" + parts[1]));
            assertThat(workbench.setting(parts[0] + "-1", parts[1])).as(run).isEqualTo(said);
        }
    }

    private void seeThatNothingIsLost() {
        screen.open(project + "write");
        screen.seeValue("Assistant", DRAFT);
        screen.see(DEMONSTRATIONS + " yours");
        screen.open(project + "campaigns");
        screen.see(PROMPTS + " of " + PROMPTS);
    }

    private void talkToTheTunedPolicy() {
        screen.click("link", "Models");
        screen.click("link", "policy 2");
        screen.click("button", "Talk to it");
        screen.click("button", "Decoding");
        screen.fill("Most tokens", "12");
        screen.append("Message to the model", QUESTION);
        screen.click("button", "Send");
        screen.until("an answer and its end", () -> {
            String shown = screen.text();
            return !between(QUESTION, "Compare with", shown).isBlank()
                    && !shown.contains("Loading policy 2 …")
                    && !shown.contains("Writing …");
        });
        assertThat(screen.text()).doesNotContain("No answer");
    }

    /** What stands between two texts; nothing when one of them is missing. */
    private static String between(String before, String after, String text) {
        int from = text.indexOf(before) + before.length();
        return text.contains(before) && text.indexOf(after, from) > 0
                ? text.substring(from, text.indexOf(after, from))
                : "";
    }
}
