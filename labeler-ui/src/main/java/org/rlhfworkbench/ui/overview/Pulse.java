package org.rlhfworkbench.ui.overview;

import java.util.List;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.assignment.Progress;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.springframework.stereotype.Component;

/** Tells cheaply whether people have done anything in a project: agreement takes every label, these counts do not. */
@Component
class Pulse {
    private final Prompts prompts;
    private final Demonstrations demonstrations;
    private final Campaigns campaigns;
    private final Assignments assignments;

    Pulse(Prompts prompts, Demonstrations demonstrations, Campaigns campaigns, Assignments assignments) {
        this.prompts = prompts;
        this.demonstrations = demonstrations;
        this.campaigns = campaigns;
        this.assignments = assignments;
    }

    /** Equal as long as nothing has happened. */
    record Beat(long prompts, long demonstrations, List<Campaign> campaigns, List<Progress> progress) {}

    Beat of(long projectId) {
        List<Campaign> all = campaigns.of(projectId);
        return new Beat(
                prompts.count(projectId),
                demonstrations.count(projectId),
                all,
                all.stream()
                        .limit(1)
                        .map(each -> assignments.progress(each.id()))
                        .toList());
    }
}
