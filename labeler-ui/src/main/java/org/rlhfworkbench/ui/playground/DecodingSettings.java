package org.rlhfworkbench.ui.playground;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.NumberField;
import java.util.Objects;
import org.rlhfworkbench.ui.launching.ChatSettings;

/** How answers are drawn, folded away until somebody wants to know. */
class DecodingSettings extends Details {
    private static final int MOST_TOKENS = 4_096;

    private final NumberField temperature = new NumberField(say("playground.temperature"));
    private final NumberField topP = new NumberField(say("playground.top-p"));
    private final IntegerField maxTokens = new IntegerField(say("playground.max-tokens"));
    private final IntegerField seed = new IntegerField(say("playground.seed"));

    DecodingSettings() {
        super(say("playground.decoding"));
        temperature.setMin(0);
        temperature.setMax(2);
        temperature.setStep(0.1);
        temperature.setValue(ChatSettings.DEFAULT.temperature());
        topP.setMin(0.05);
        topP.setMax(1);
        topP.setStep(0.05);
        topP.setValue(ChatSettings.DEFAULT.topP());
        maxTokens.setMin(1);
        maxTokens.setMax(MOST_TOKENS);
        maxTokens.setValue(ChatSettings.DEFAULT.maxTokens());
        seed.setPlaceholder(say("playground.seed-any"));
        Div fields = new Div(temperature, topP, maxTokens, seed);
        fields.addClassName("row");
        add(fields);
    }

    /** What stands in the fields; a field that makes no sense counts as left alone. */
    ChatSettings value() {
        ChatSettings standard = ChatSettings.DEFAULT;
        return new ChatSettings(
                temperature.isInvalid() ? standard.temperature() : or(temperature.getValue(), standard.temperature()),
                topP.isInvalid() ? standard.topP() : or(topP.getValue(), standard.topP()),
                standard.topK(),
                maxTokens.isInvalid() ? standard.maxTokens() : or(maxTokens.getValue(), standard.maxTokens()),
                seed.getValue() == null ? null : seed.getValue().longValue());
    }

    private static <T> T or(T value, T standard) {
        return Objects.requireNonNullElse(value, standard);
    }
}
