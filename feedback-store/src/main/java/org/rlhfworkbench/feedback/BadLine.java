package org.rlhfworkbench.feedback;

import java.util.List;

/**
 * A line that stopped an import.
 *
 * @param line counted from 1; 0 when the file as a whole is meant
 * @param details the values for the placeholders in the fault's sentence
 */
public record BadLine(String file, long line, Fault fault, List<String> details) {

    /** What can be wrong with a line; {@code {0}} and {@code {1}} stand for the details. */
    public enum Fault {
        EMPTY_FILE("the file holds no lines"),
        UNREADABLE("the file cannot be read: {0}"),
        NOT_UTF8("not valid UTF-8"),
        TOO_LONG("longer than {0} bytes"),
        NOT_JSON("not JSON: {0}"),
        NOT_AN_OBJECT("not a JSON object"),
        MISSING_FIELD("lacks the field \"{0}\""),
        WRONG_TYPE("\"{0}\" must be {1}"),
        EMPTY_TEXT("\"{0}\" is empty"),
        UNSTORABLE_TEXT("\"{0}\" holds a character that cannot be stored (NUL or half a surrogate pair)"),
        REPEATED_ID("repeats the id \"{0}\" of line {1}"),
        ID_TAKEN("the id \"{0}\" is already in the project with other content"),
        UNKNOWN_RESPONSE("names the unknown response \"{0}\" in \"{1}\""),
        INCOMPLETE_RANKING("does not place the response \"{0}\" in \"groups\""),
        REPEATED_RESPONSE("names the response \"{0}\" twice in \"{1}\""),
        TOO_FEW_RESPONSES("has {0} responses; ranking needs at least 2"),
        REPEATED_LABELER("has two counted rankings by the labeler \"{0}\"");

        private final String sentence;

        Fault(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    public BadLine {
        details = List.copyOf(details);
    }

    /** What is wrong, in English. */
    public String reason() {
        String reason = fault.sentence();
        for (int i = 0; i < details.size(); i++) {
            reason = reason.replace("{" + i + "}", details.get(i));
        }
        return reason;
    }

    @Override
    public String toString() {
        return line == 0 ? file + ": " + reason() : file + ":" + line + ": " + reason();
    }
}
