package org.rlhfworkbench.lm.jinja;

/**
 * A piece of a template's source.
 *
 * @param text what it says; of a string, what it means
 * @param line counted from 1
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        DATA,
        PRINT_BEGIN,
        PRINT_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Kind wanted, String wantedText) {
        return kind == wanted && text.equals(wantedText);
    }

    String described() {
        return switch (kind) {
            case END -> "end of template";
            case PRINT_END -> "}}";
            case BLOCK_END -> "%}";
            default -> text;
        };
    }
}
