/**
 * The Jinja that chat templates are written in, as Transformers renders it: {@code trim_blocks}, {@code lstrip_blocks},
 * loop controls, {@code generation} blocks, and no more of Python than a template can ask for by name. See the decision
 * record {@code docs/decisions/chat-templates.md}.
 */
@NullMarked
package org.rlhfworkbench.lm.jinja;

import org.jspecify.annotations.NullMarked;
