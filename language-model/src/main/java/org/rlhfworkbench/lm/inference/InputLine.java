package org.rlhfworkbench.lm.inference;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.data.JsonLines;
import org.rlhfworkbench.lm.data.ModelInput;
import org.rlhfworkbench.lm.data.Value;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.tokenizer.TemplateRefusal;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line that a model reads and that is written back with what it found.
 *
 * @param json the line as it came
 * @param input what the model reads of it
 */
public record InputLine(Value line, ObjectNode json, ModelInput input) {

    /**
     * Reads a file of lines.
     *
     * @throws BadInput naming the line
     */
    public static List<InputLine> read(Path file) {
        return JsonLines.read(file, line -> new InputLine(line, (ObjectNode) line.json(), ModelInput.of(line)));
    }

    /** All tokens of the line, checked against the model's context and vocabulary. */
    public int[] whole(LanguageModel model) {
        return checked(
                taken(() -> input.whole(model::tokenizer, model::template)),
                model,
                model.config().contextLength());
    }

    /** The tokens to go on from; at least one further token must fit. */
    int[] prompt(LanguageModel model) {
        return checked(
                taken(() -> input.prompt(model::tokenizer, model::template)),
                model,
                model.config().contextLength() - 1);
    }

    /** Tokens of this line, whose number the error names if the model's chat template does not take it. */
    private int[] taken(Supplier<int[]> tokens) {
        try {
            return tokens.get();
        } catch (TemplateRefusal e) {
            throw line.bad(
                    "the model's chat template does not take it: " + e.reason(),
                    "Change the conversation, or remove the line");
        }
    }

    private int[] checked(int[] tokens, LanguageModel model, int greatest) {
        if (tokens.length == 0 || tokens.length > greatest) {
            throw line.bad(
                    "it has " + tokens.length + " tokens, the model reads 1 to " + greatest, "Shorten or remove it");
        }
        for (int token : tokens) {
            if (token >= model.config().vocabularySize()) {
                throw line.bad(
                        "token " + token + " is not among the model's "
                                + model.config().vocabularySize(),
                        "Use ids of this model's tokenizer");
            }
        }
        return tokens;
    }
}
