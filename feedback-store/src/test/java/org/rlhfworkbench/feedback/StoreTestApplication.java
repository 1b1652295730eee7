package org.rlhfworkbench.feedback;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** What the slices start from. */
@SpringBootApplication
class StoreTestApplication {}
