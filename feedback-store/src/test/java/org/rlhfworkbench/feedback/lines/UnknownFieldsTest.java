package org.rlhfworkbench.feedback.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class UnknownFieldsTest {

    private static final List<String> KNOWN = List.of("id", "prompt", "metadata");

    @Test
    void unknown_fields_come_back_behind_the_known_ones_they_followed() {
        String line = "{\"x\":1,\"id\":\"a\",\"y\":[2.50,null],\"z\":{},\"prompt\":\"p\",\"w\":1e3}";

        assertThat(roundTrip(line, "{\"id\":\"a\",\"prompt\":\"p\"}")).isEqualTo(line.replace("1e3", "1E+3"));
    }

    @Test
    void an_unknown_field_whose_neighbour_is_gone_moves_to_the_front() {
        assertThat(roundTrip("{\"id\":\"a\",\"metadata\":{},\"x\":1}", "{\"id\":\"a\"}"))
                .isEqualTo("{\"x\":1,\"id\":\"a\"}");
    }

    @Test
    void nothing_is_kept_when_nothing_is_unknown() {
        assertThat(UnknownFields.of(object("{\"id\":\"a\",\"prompt\":\"p\"}"), KNOWN))
                .isNull();
    }

    private static String roundTrip(String line, String known) {
        return Json.write(UnknownFields.weave(object(known), UnknownFields.of(object(line), KNOWN)));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.parse(json);
    }
}
