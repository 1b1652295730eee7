package org.rlhfworkbench.lm.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedTextTest {

    /** Typed characters are shown in brackets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "a {{ x }} b → a [ One, two ] b",
                "{{ x | trim }}! → [One, two]!",
                "{{ x.strip() ~ 'z' }} → [One, two]z",
                "{{ x[1:4] + x[-3:] }} → [Onewo ]",
                "{{ x[::-1] }} → [ owt ,enO ]",
                "{{ x | upper }}{{ x | capitalize }}{{ x | title }} → [ ONE, TWO  one, two  One, Two ]",
                "{{ 'A' ~ x | lower ~ 'B' }} → A[ one, two ]B",
                "{{ x | replace('One', '<1>') }} → [ ]<1>[, two ]",
                "{{ 'q: x' | replace('x', x) }} → q: [ One, two ]",
                "{{ x.split(',') | join(';') }} → [ One];[ two ]",
                "{{ x.split() | first }}{{ (x | list)[1] }} → [One,O]",
                "{{ {'k': x} | tojson }} → {\"k\": \"[ One, two ]\"}",
                "{{ {'k': x} }}{{ [x] }} → {'k': '[ One, two ]'}['[ One, two ]']",
                "{{ '%s|%5s' % (x, 'a') }} → [ One, two ]|    a",
                "{{ '<{}>'.format(x) }} → <[ One, two ]>",
                "{{ x | indent(2, true) }} →   [ One, two ]",
                "{{ (x ~ '&') | e }} → [ One, two ]&amp;",
                "{% set y %}({{ x }}){% endset %}{{ y }} → ([ One, two ])",
                "{% macro f(m) %}<{{ m }}>{% endmacro %}{{ f(x) | replace('<', '') }} → [ One, two ]>",
                "{% filter trim %} {{ x }} {% endfilter %} → [One, two]",
                "{{ x.partition(',')[2] }}{{ x.removeprefix(' ') }} → [ two One, two ]",
                "{{ x | truncate(6, true, '..', 0) }} → [ One]..",
                "{{ [x, 'b'] | map('trim') | join('+') }} → [One, two]+b",
                "{{ x * 2 }} → [ One, two  One, two ]",
                "{{ x == ' One, two ' }} → True",
            })
    void what_a_person_typed_stays_known_as_such(String template, String expected) {
        Text text = Template.parse(template).render(Map.of("x", Text.typed(" One, two ", 0)), Clock.systemUTC());
        StringBuilder shown = new StringBuilder();
        int end = 0;
        for (Text.Span span : text.typedSpans()) {
            shown.append(text.toString(), end, span.start())
                    .append('[')
                    .append(text.toString(), span.start(), span.end())
                    .append(']');
            end = span.end();
        }
        shown.append(text.toString(), end, text.length());
        assertThat(shown.toString().strip()).isEqualTo(expected.strip());
    }

    @Test
    void each_span_knows_its_message() {
        Text both = Template.parse("{{ x }}{{ y }}-{{ x }}")
                .render(Map.of("x", Text.typed("a", 3), "y", Text.typed("bc", 4)), Clock.systemUTC());
        assertThat(both.typedSpans())
                .containsExactly(new Text.Span(3, 0, 1), new Text.Span(4, 1, 3), new Text.Span(3, 4, 5));
    }
}
