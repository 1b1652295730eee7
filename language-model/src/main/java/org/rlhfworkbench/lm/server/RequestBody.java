package org.rlhfworkbench.lm.server;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON object of a request; what it says wrongly is refused with the parameter's name. */
record RequestBody(JsonNode json) {

    static RequestBody parse(byte[] bytes) {
        try {
            JsonNode json = JsonMapper.shared().readTree(bytes);
            if (json.isObject()) {
                return new RequestBody(json);
            }
        } catch (JacksonException e) {
            throw ApiError.badRequest(null, "The body is not JSON: " + e.getOriginalMessage());
        }
        throw ApiError.badRequest(null, "The body must be a JSON object.");
    }

    JsonNode get(String name) {
        return json.path(name);
    }

    boolean has(String name) {
        return isSet(get(name));
    }

    static boolean isSet(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    /**
     * Refuses parameters that would change the answer and are not supported.
     *
     * @param neutral their names, each with the value that changes nothing
     */
    void refuse(Map<String, String> neutral) {
        neutral.forEach((name, passedOver) -> {
            JsonNode value = get(name);
            if (!isSet(value)) {
                return;
            }
            boolean zero = value.isNumber() && passedOver.equals("0") && value.asDouble() == 0;
            String written = value.isString() ? value.asString() : value.toString();
            if (!zero && !written.equals(passedOver)) {
                throw ApiError.unsupported(name, "\"" + name + "\" is not supported; leave it out.");
            }
        });
    }

    double number(String name, double ifAbsent, double least, double most) {
        JsonNode value = get(name);
        if (!isSet(value)) {
            return ifAbsent;
        }
        if (!value.isNumber() || value.asDouble() < least || value.asDouble() > most) {
            throw ApiError.badRequest(name, "\"" + name + "\" must be a number" + range(least, most));
        }
        return value.asDouble();
    }

    int wholeNumber(String name, int ifAbsent, int least, int most) {
        JsonNode value = get(name);
        double number = number(name, ifAbsent, least, most);
        if (number != Math.rint(number)) {
            throw ApiError.badRequest(name, "\"" + name + "\" must be a whole number, not " + value + ".");
        }
        return (int) number;
    }

    private static String range(double least, double most) {
        return " of at least " + plain(least) + (most < Integer.MAX_VALUE ? " and at most " + plain(most) : "") + ".";
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    boolean flag(String name) {
        return flag(get(name), name);
    }

    static boolean flag(JsonNode value, String name) {
        if (isSet(value) && !value.isBoolean()) {
            throw ApiError.badRequest(name, "\"" + name + "\" must be true or false.");
        }
        return value.asBoolean(false);
    }
}
