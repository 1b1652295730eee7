package org.rlhfworkbench.ui.labeling;

import org.rlhfworkbench.feedback.projects.Project;

/**
 * Something a person can work on.
 *
 * @param name of the campaign; empty for demonstrations
 * @param done what the person did of it
 * @param left what the person could still be given
 * @param path of the page on which it is done
 */
record Work(Kind kind, Project project, String name, long done, long left, String path) {
    enum Kind {
        RANK,
        WRITE
    }
}
