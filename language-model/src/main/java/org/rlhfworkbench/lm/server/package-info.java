/** One model over HTTP on the loopback interface, in the shape of OpenAI's interface. */
@NullMarked
package org.rlhfworkbench.lm.server;

import org.jspecify.annotations.NullMarked;
