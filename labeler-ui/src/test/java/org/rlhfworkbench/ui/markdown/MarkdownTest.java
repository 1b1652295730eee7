package org.rlhfworkbench.ui.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    @Test
    void paragraphs_lists_code_and_tables_come_out_as_what_they_are() {
        assertThat(Markdown.html("A **bold** word\n\n1. one\n\n`x`"))
                .contains("<p>A <strong>bold</strong> word</p>", "<ol>", "<li>one</li>", "<code>x</code>");
        assertThat(Markdown.html("| a |\n|---|\n| 1 |")).contains("<table>", "<th>a</th>", "<td>1</td>");
    }

    @Test
    void a_line_break_that_somebody_typed_stays_one() {
        assertThat(Markdown.html("roses are red\nviolets are blue")).contains("roses are red<br>");
    }

    @Test
    void what_comes_after_a_number_other_than_one_keeps_its_number() {
        assertThat(Markdown.html("3. third")).contains("<ol start=\"3\">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<svg/onload=alert(1)>",
                "<iframe src=//evil.example></iframe>",
                "<style>body{display:none}</style>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<form action=//evil.example><input></form>"
            })
    void html_within_the_text_shows_as_text(String attack) {
        String html = Markdown.html(attack);

        assertThat(html).contains("&lt;").doesNotContainPattern("<(?!/?(p|br)\\b)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[x](javascript:alert(1))",
                "[x](JAVASCRIPT:alert(1))",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "[x](vbscript:x)",
                "<javascript:alert(1)>",
                "[x]: javascript:alert(1)\n\n[x]"
            })
    void a_link_leads_to_web_and_mail_addresses_only(String attack) {
        assertThat(Markdown.html(attack))
                .doesNotContain("href=\"javascript", "href=\"JAVA", "href=\"data", "href=\"vb");
    }

    @Test
    void a_link_opens_elsewhere_and_tells_nothing_about_us() {
        assertThat(Markdown.html("[x](https://example.org)"))
                .contains("href=\"https://example.org\"", "noopener noreferrer nofollow", "target=\"_blank\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"![a cat](https://evil.example/t.png)", "![a cat][r]\n\n[r]: https://evil.example/t.png"})
    void no_picture_is_fetched_and_its_description_stays(String image) {
        assertThat(Markdown.html(image))
                .doesNotContain("<img", "evil.example/t.png\"")
                .contains("a cat");
    }
}
