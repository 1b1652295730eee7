/** {@link org.rlhfworkbench.feedback.example.ExampleProject}: a first project with something in it. */
@NullMarked
package org.rlhfworkbench.feedback.example;

import org.jspecify.annotations.NullMarked;
