package org.rlhfworkbench.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.BadLine;
import org.rlhfworkbench.feedback.Refusal;

class MessagesTest {
    /** A key as it stands in the sources; one that ends with a dot or a dash is finished at run time, by an enum for example. */
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z0-9-]*(?:\\.[a-z0-9-]+)*\\.?[a-z0-9-]*)\"");

    private static final Pattern SAID = Pattern.compile("say\\(\\s*\"([^\"]+)\"\\s*([,)+])");

    private final Set<String> keys = keys();
    private final String sources = sources();

    @Test
    void every_key_that_the_sources_say_has_words() {
        List<String> missing = new ArrayList<>();
        Matcher said = SAID.matcher(sources);
        while (said.find()) {
            String key = said.group(1);
            boolean known = said.group(2).equals("+")
                    ? keys.stream().anyMatch(each -> each.startsWith(key))
                    : keys.contains(key);
            if (!known) {
                missing.add(key);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void no_key_is_left_without_a_use() {
        Set<String> unused = new TreeSet<>(keys);
        Matcher literal = LITERAL.matcher(sources);
        while (literal.find()) {
            String text = literal.group(1);
            if (text.endsWith(".") || text.endsWith("-")) {
                unused.removeIf(key -> key.startsWith(text));
            } else {
                unused.remove(text);
            }
        }
        assertThat(unused).isEmpty();
    }

    @Test
    void no_message_has_a_straight_quote_which_the_formatter_would_swallow() {
        assertThat(properties().values()).noneMatch(text -> text.toString().contains("'"));
    }

    @Test
    void whatever_the_store_refuses_has_words() {
        assertThat(keys)
                .containsAll(Stream.of(Refusal.values())
                        .map(each -> "refusal." + Refusals.kebab(each))
                        .toList())
                .containsAll(Stream.of(BadLine.Fault.values())
                        .map(each -> "fault." + Refusals.kebab(each))
                        .toList());
    }

    @Test
    void a_missing_key_shows_itself_instead_of_failing() {
        assertThat(new Messages().getTranslation("no.such-key", Locale.ENGLISH)).isEqualTo("no.such-key");
    }

    private static Set<String> keys() {
        return new TreeSet<>(properties().stringPropertyNames());
    }

    private static Properties properties() {
        Properties messages = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("src/main/resources/messages.properties"))) {
            messages.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return messages;
    }

    private static String sources() {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
