package org.rlhfworkbench.lm.jinja;

/**
 * Something that a template can call: a macro, a method of a value, or a function that it finds by name.
 *
 * @param name for error messages
 */
record Callable(String name, Body body) implements Value {

    /** What happens when it is called. */
    @FunctionalInterface
    interface Body {

        Value call(Arguments arguments, Rendering rendering);
    }

    Value call(Arguments arguments, Rendering rendering) {
        return body.call(arguments, rendering);
    }
}
