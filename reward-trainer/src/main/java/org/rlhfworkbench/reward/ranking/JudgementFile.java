package org.rlhfworkbench.reward.ranking;

import java.nio.file.Path;
import java.util.List;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.data.JsonLines;
import org.rlhfworkbench.lm.data.PreferencePair;
import org.rlhfworkbench.lm.data.RankedPrompt;

/** A file that a reward model learns from or is measured on: {@code rankings.jsonl} or {@code pairs.jsonl}. */
public final class JudgementFile {

    private JudgementFile() {}

    /**
     * Reads the lines that say something about two responses at least.
     *
     * @throws BadInput naming the line that is wrong, or the file when no line compares anything
     */
    public static List<JudgedPrompt> read(Path file) {
        boolean ranked = JsonLines.read(file, line -> line.has("rankings")).getFirst();
        List<JudgedPrompt> all = ranked
                ? RankedPrompt.read(file).stream().map(JudgedPrompt::of).toList()
                : PreferencePair.read(file).stream().map(JudgedPrompt::of).toList();
        List<JudgedPrompt> comparing = all.stream()
                .filter(prompt -> !prompt.comparisons(Ties.HALF).list().isEmpty())
                .toList();
        if (comparing.isEmpty()) {
            throw new BadInput(
                    file,
                    0,
                    "no line says which of two responses is better",
                    "Rank some; answers that are surplus, superseded or unrankable do not count");
        }
        return comparing;
    }
}
