package org.rlhfworkbench.lm.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A template comes with a model that anyone may have made. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostileTemplateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
                "{% set ns = namespace(x='ab') %}{% for i in range(99999) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(99999) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}"
                        + "{{ ns.x | tojson }}",
                "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}"
                        + "{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(99999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
                "{% macro f(x) %}{{ caller(x) }}{% endmacro %}{% call(x) f(1) %}{{ f(x) }}{% endcall %}",
                "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{{ 'a' * 999999999999 }}",
                "{{ [0] * 999999999999 }}",
                "{{ 'a' | center(999999999999) }}",
                "{{ 'a' | indent(999999999999, true) }}",
                "{{ [1] | batch(999999, 'x') | list | length }}{{ [1] | batch(9999999999, 'x') | map('length') | list }}"
                        + "{{ 'a' * 40000000 }}",
                "{{ {'a': {'b': 1}} | tojson(indent=999999999) }}",
                "{{ 'a'.replace('', 'x' * 9999999 ) ~ ('x' * 9999999).replace('x', 'y' * 9999999) }}",
                "{{ ('a' * 9000000 ~ 'b') in ('a' * 9999999) }}",
                "{{ ('a' * 9000000).count('a' * 4000000 ~ 'b') }}",
                "{{ ('a ' * 9999999).split() | map('upper') | join | length }}",
                "{{ 9223372036854775807 + 1 }}",
                "{{ 2 ** 99999999999 }}",
                "{{ '%9999999999d' % 1 }}",
                "{{ namespace.__class__ }}{{ namespace.__class__.x }}",
                "{{ ''.__class__.__mro__ }}",
                "{{ messages.getClass() }}",
                "{{ self.x }}",
                "{% import 'os' as os %}",
                "{% extends '/etc/passwd' %}",
            })
    void it_is_stopped_with_a_message(String source) {
        assertThatThrownBy(() -> render(source)).isInstanceOf(TemplateException.class);
    }

    @Test
    void brackets_without_end_are_refused_when_the_template_is_read() {
        for (String nesting : List.of("(", "[", "{1:", "-", "not ", "a if b else ", "f(", "a[", "1 and (")) {
            assertThatThrownBy(() -> Template.parse("{{ " + nesting.repeat(10_000)))
                    .isInstanceOf(TemplateException.class);
        }
        assertThatThrownBy(() -> Template.parse("{% if x %}".repeat(10_000))).isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> render("{{ 1" + " + 1".repeat(10_000) + " }}")).isInstanceOf(TemplateException.class);
        for (String item : List.of("1", "1_", "'a'", "a", "1e", "1.", "\\\\x", "{#", "{{ 1 }}\n")) {
            assertThatThrownBy(() -> Template.parse(item.repeat(10_000) + "{{ " + item.repeat(10_000) + "{{"))
                    .isInstanceOf(TemplateException.class);
        }
        assertThatThrownBy(() -> render("{{ a" + ".b".repeat(10_000) + " }}")).isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> render("{{ 1" + " | string".repeat(10_000) + " }}"))
                .isInstanceOf(TemplateException.class);
    }

    @Test
    void a_mangled_template_is_refused_or_rendered_and_nothing_else() {
        String source =
                "{%- if a %}{{ [1, 'x', {'k': -2.5e3}][::-1] | tojson }}{% for m in messages if m.role != 'x' %}"
                        + "{{ loop.index ~ m['content'].strip()[1:] }}{% else %}{# no #}{% endfor %}{% endif %}"
                        + "{% macro f(a, b=1) %}{{ a or b }}{% endmacro %}{% set ns = namespace(q=1) %}{{ f(*[2]) }}";
        String pieces = "{}%#-+'\"[]()|.:=~*/ \n\\aif0_endfor";
        SplittableRandom random = new SplittableRandom(7);
        int rendered = 0;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder mangled = new StringBuilder(source);
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = random.nextInt(mangled.length());
                char piece = pieces.charAt(random.nextInt(pieces.length()));
                switch (random.nextInt(3)) {
                    case 0 -> mangled.setCharAt(at, piece);
                    case 1 -> mangled.insert(at, piece);
                    default -> mangled.deleteCharAt(at);
                }
            }
            try {
                render(mangled.toString());
                rendered++;
            } catch (TemplateException e) {
                assertThat(e).hasMessageNotContaining("java.");
            }
        }
        assertThat(rendered).isPositive();
    }

    @Test
    void a_long_conversation_is_no_attack() {
        String content = "A sentence of some length. ".repeat(40_000);
        Value messages = Value.list(List.of(
                Value.mapping(Map.of("role", Text.written("user"), "content", Text.typed(content, 0))),
                Value.mapping(Map.of("role", Text.written("assistant"), "content", Text.typed(content, 1)))));
        Template template = Template.parse("{% for m in messages %}{% if '</think>' in m.content %}no{% endif %}"
                + "{{ m.role ~ ': ' + m.content | trim ~ '\n' }}{% endfor %}");
        Text text = template.render(Map.of("messages", messages), Clock.systemUTC());
        assertThat(text.length()).isEqualTo(2 * content.strip().length() + "user: \nassistant: \n".length());
    }

    @Test
    void the_date_is_the_clocks() {
        Clock clock = Clock.fixed(Instant.parse("2024-07-05T13:04:09Z"), ZoneOffset.UTC);
        String dates = "{{ strftime_now('%d %B %Y|%-d %b %y|%Y-%m-%d %H:%M:%S|%A %a|%I %p|%j|100%%') }}";
        assertThat(Template.parse(dates).render(Map.of(), clock))
                .hasToString("05 July 2024|5 Jul 24|2024-07-05 13:04:09|Friday Fri|01 PM|187|100%");
    }

    @Test
    void an_error_names_the_line() {
        assertThatThrownBy(() -> render("a\n{% if true %}\n{{ 'x' + 1 }}{% endif %}"))
                .isInstanceOfSatisfying(
                        TemplateException.class, e -> assertThat(e.line()).isEqualTo(3));
        assertThatThrownBy(() -> render("a\n\n{{ x | nosuch }}"))
                .isInstanceOfSatisfying(
                        TemplateException.class, e -> assertThat(e.line()).isEqualTo(3))
                .hasMessageContaining("nosuch");
    }

    private static Text render(String source) {
        Value messages = Value.list(
                List.of(Value.mapping(Map.of("role", Text.written("user"), "content", Text.typed(" Hi ", 0)))));
        return Template.parse(source).render(Map.of("messages", messages, "a", Value.of(1)), Clock.systemUTC());
    }
}
