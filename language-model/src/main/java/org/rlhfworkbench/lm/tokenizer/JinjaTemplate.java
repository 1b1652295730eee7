package org.rlhfworkbench.lm.tokenizer;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Template;
import org.rlhfworkbench.lm.jinja.TemplateException;
import org.rlhfworkbench.lm.jinja.Text;
import org.rlhfworkbench.lm.jinja.Value;
import org.rlhfworkbench.lm.tokenizer.AnswerTokens.Answer;

/**
 * A template in Jinja, as Transformers' {@code apply_chat_template} renders and tokenizes it. What differs on purpose:
 * special tokens that people type stay text, and an answer's first token never takes in what stands before the answer.
 */
final class JinjaTemplate implements ChatTemplate {

    private static final Set<String> ROLES = Set.of(Message.SYSTEM, Message.USER, Message.ASSISTANT);
    private static final Message QUESTION = Message.user("Hello.");
    private static final Message ANSWER = Message.assistant("Good day.");

    /** Small conversations; a template may want one with a system message, or without. */
    private static final List<List<Message>> PROBES =
            List.of(List.of(QUESTION, ANSWER), List.of(new Message(Message.SYSTEM, "Be brief."), QUESTION, ANSWER));

    /** What some models write instead of the end of a turn. */
    private static final String END_OF_TEXT = "<|endoftext|>";

    private final Tokenizer tokenizer;
    private final Path file;
    private final Template template;
    private final Map<String, Value> variables = new LinkedHashMap<>();
    private final Set<Integer> stopTokens = new LinkedHashSet<>();
    private final OptionalInt endToken;

    /** @throws TokenizerException if the template cannot be read */
    JinjaTemplate(Tokenizer tokenizer, TemplateSource source, String template) {
        this.tokenizer = tokenizer;
        this.file = source.file();
        this.template = parse(template);
        source.specialTokens().forEach((name, token) -> variables.put(name, Text.written(token)));
        variables.put("tools", Value.None.NONE);
        variables.put("documents", Value.None.NONE);
        OptionalInt endOfText = tokenizer.idOf(source.specialTokens().getOrDefault(TemplateSource.EOS, ""));
        OptionalInt endOfTurn = endOfTurn();
        this.endToken = endOfTurn.isPresent() ? endOfTurn : endOfText;
        endOfTurn.ifPresent(stopTokens::add);
        endOfText.ifPresent(stopTokens::add);
        tokenizer.idOf(END_OF_TEXT).ifPresent(stopTokens::add);
        stopTokens.addAll(source.stopTokens());
    }

    private Template parse(String source) {
        try {
            return Template.parse(source);
        } catch (TemplateException e) {
            throw new TokenizerException(
                    file,
                    "its chat template cannot be used (line " + e.line() + ": " + e.getMessage() + ")",
                    "correct it, or remove it to use plain text");
        }
    }

    /** The special token that the template writes behind an answer. */
    private OptionalInt endOfTurn() {
        for (List<Message> probe : PROBES) {
            try {
                return endOfTurn(new Rendering(probe).text(probe.size(), false), probe.size() - 1);
            } catch (TemplateRefusal e) {
                continue; // The next one may be to its liking.
            }
        }
        return OptionalInt.empty();
    }

    private OptionalInt endOfTurn(Text text, int answer) {
        int end = text.typedSpans().stream()
                .filter(span -> span.source() == answer)
                .mapToInt(Text.Span::end)
                .max()
                .orElse(text.length());
        return tokenizer.writtenSpecialTokens(text).stream()
                .filter(occurrence -> occurrence.start() >= end)
                .mapToInt(SpecialTokens.Occurrence::id)
                .findFirst();
    }

    @Override
    public RenderedChat render(List<Message> messages) {
        Rendering rendering = new Rendering(messages);
        Text text = rendering.text(messages.size(), false);
        List<Answer> answers = rendering.answers(text);
        int last = messages.size() - 1;
        if (last >= 0
                && messages.get(last).fromAssistant()
                && (answers.isEmpty() || answers.getLast().message() != last)) {
            throw new TemplateRefusal(
                    file, "it puts something else before the answer when it is sampled than when it is trained on");
        }
        return new AnswerTokens(tokenizer, text, answers).rendered(stopTokens);
    }

    @Override
    public int[] prompt(List<Message> messages) {
        Rendering rendering = new Rendering(messages);
        Text text = rendering.text(messages.size(), true);
        return new AnswerTokens(tokenizer, text, rendering.answers(text)).tokens();
    }

    @Override
    public void requireTrainable() {
        RenderedChat chat = trained();
        if (chat.assistantTokens() == 0) {
            throw new TokenizerException(
                    file,
                    "its chat template puts no special token behind an answer, so that a model trained with it would"
                            + " never learn to end",
                    "end the assistant's turns with " + TemplateSource.EOS);
        }
    }

    private RenderedChat trained() {
        TemplateRefusal first = null;
        for (List<Message> probe : PROBES) {
            try {
                return render(probe);
            } catch (TemplateRefusal e) {
                first = first == null ? e : first;
            }
        }
        throw new TokenizerException(
                file,
                "a model cannot be trained with its chat template: "
                        + Objects.requireNonNull(first).reason(),
                "change the template so that what precedes an answer is the same with and without add_generation_prompt");
    }

    @Override
    public Set<Integer> stopTokens() {
        return Set.copyOf(stopTokens);
    }

    @Override
    public OptionalInt endToken() {
        return endToken;
    }

    @Override
    public boolean marksTurns() {
        return true;
    }

    /** A conversation at one moment, so that a template that writes the time writes the same one all along. */
    private final class Rendering {

        private final List<Message> messages;
        private final List<Value> values = new ArrayList<>();
        private final Clock clock = Clock.fixed(
                Clock.systemDefaultZone().instant(), Clock.systemDefaultZone().getZone());

        Rendering(List<Message> messages) {
            this.messages = messages;
            for (int i = 0; i < messages.size(); i++) {
                String role = messages.get(i).role();
                Map<String, Value> message = new LinkedHashMap<>();
                message.put("role", ROLES.contains(role) ? Text.written(role) : Text.typed(role, i));
                message.put("content", Text.typed(messages.get(i).content(), i));
                values.add(Value.mapping(message));
            }
        }

        /** The first few messages. */
        Text text(int count, boolean addGenerationPrompt) {
            Map<String, Value> all = new LinkedHashMap<>(variables);
            all.put("messages", Value.list(values.subList(0, count)));
            all.put("add_generation_prompt", Value.of(addGenerationPrompt));
            try {
                return template.render(all, clock);
            } catch (TemplateException e) {
                throw new TemplateRefusal(file, e.getMessage() + " (line " + e.line() + " of the template)");
            }
        }

        /** The answers that stand in a text behind exactly what they are sampled after. */
        List<Answer> answers(Text text) {
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < messages.size(); i++) {
                Text before = messages.get(i).fromAssistant() ? before(i) : null;
                if (before != null && text.toString().startsWith(before.toString())) {
                    answers.add(new Answer(i, before.length()));
                }
            }
            return answers;
        }

        private @Nullable Text before(int message) {
            try {
                return text(message, true);
            } catch (TemplateRefusal e) {
                return null; // A template may ask for a user's turn first; it is never sampled from there.
            }
        }
    }
}
