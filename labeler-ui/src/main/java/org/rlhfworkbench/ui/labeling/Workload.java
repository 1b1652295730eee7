package org.rlhfworkbench.ui.labeling;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.CampaignState;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.demonstrations.Demonstration;
import org.rlhfworkbench.feedback.demonstrations.DemonstrationDraft;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.Labels;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.shell.Paths;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;

/** What a person can do, began and did, over all projects. */
@Service
class Workload {
    private static final int PREVIEW = 90;

    private final Projects projects;
    private final Campaigns campaigns;
    private final Assignments assignments;
    private final Labels labels;
    private final Demonstrations demonstrations;

    Workload(
            Projects projects,
            Campaigns campaigns,
            Assignments assignments,
            Labels labels,
            Demonstrations demonstrations) {
        this.projects = projects;
        this.campaigns = campaigns;
        this.assignments = assignments;
        this.labels = labels;
        this.demonstrations = demonstrations;
    }

    /** A demonstration that was begun. @param path of the page on which it goes on */
    record Begun(Project project, String preview, String path) {}

    /** An answer or a demonstration of this person. @param order as the person saw the outputs; empty for a text */
    record Done(Work.Kind kind, Project project, Instant at, String preview, String order, String path) {}

    /** The guidelines of a campaign that is open. */
    record Guidelines(Project project, Campaign campaign) {}

    /** What waits for this person, rankings before writing; what is done stays with nothing left. */
    List<Work> of(Person person) {
        return projectsOf(person)
                .flatMap(project -> work(project, person.id()))
                .sorted(byKind())
                .toList();
    }

    private static Comparator<Work> byKind() {
        return Comparator.comparing(Work::kind);
    }

    private Stream<Work> work(Project project, long personId) {
        Stream<Work> rankings = campaigns.of(project.id()).stream()
                .filter(campaign -> campaign.state() == CampaignState.OPEN)
                .map(campaign -> new Work(
                        Work.Kind.RANK,
                        project,
                        campaign.name(),
                        labels.history(campaign.id(), personId, PageRequest.of(0, 1))
                                .getTotalElements(),
                        assignments.remaining(campaign.id(), personId),
                        Paths.in(project.id(), Paths.RANK, campaign.id())));
        long written = demonstrations
                .search(project.id(), "", personId, PageRequest.of(0, 1))
                .getTotalElements();
        long left = demonstrations.promptsLeft(project.id(), personId);
        return Stream.concat(
                rankings,
                Stream.of(new Work(Work.Kind.WRITE, project, "", written, left, Paths.in(project.id(), Paths.WRITE))));
    }

    /** Demonstrations that this person began, the latest first. */
    List<Begun> begun(Person person) {
        return projectsOf(person)
                .flatMap(project -> demonstrations.unfinished(project.id(), person.id()).stream()
                        .map(draft -> new Begun(project, preview(draft), path(draft))))
                .toList();
    }

    private static String preview(DemonstrationDraft draft) {
        return draft.messages().isEmpty()
                ? ""
                : Conversation.of(draft.messages().subList(0, 1)).preview(PREVIEW);
    }

    private static String path(DemonstrationDraft draft) {
        Object which = draft.promptId() == null ? Paths.FREE : draft.promptId();
        return Paths.in(draft.projectId(), Paths.WRITE, which);
    }

    long today(Person person) {
        ZoneId zone = ZoneId.systemDefault();
        return labels.countSince(
                person.id(), LocalDate.now(zone).atStartOfDay(zone).toInstant());
    }

    /** What this person did last, the latest first. */
    List<Done> history(Person person, int most) {
        List<Done> all = new ArrayList<>();
        projectsOf(person).forEach(project -> {
            campaigns
                    .of(project.id())
                    .forEach(campaign -> labels.history(campaign.id(), person.id(), PageRequest.of(0, most))
                            .forEach(label -> all.add(done(project, label))));
            Sort latest = Sort.by(Sort.Direction.DESC, "id");
            demonstrations
                    .search(project.id(), "", person.id(), PageRequest.of(0, most, latest))
                    .forEach(demonstration -> all.add(done(project, demonstration)));
        });
        return all.stream()
                .sorted(Comparator.comparing(Done::at).reversed())
                .limit(most)
                .toList();
    }

    private Done done(Project project, Label label) {
        return new Done(
                Work.Kind.RANK,
                project,
                label.submittedAt(),
                campaigns.item(label.itemId()).prompt().preview(PREVIEW),
                Optional.ofNullable(label.judgement().unrankable()).orElseGet(() -> Letters.order(label)),
                Paths.in(project.id(), Paths.RANK, label.campaignId(), label.id()));
    }

    private static Done done(Project project, Demonstration demonstration) {
        return new Done(
                Work.Kind.WRITE,
                project,
                demonstration.createdAt(),
                demonstration.conversation().preview(PREVIEW),
                "",
                Paths.in(project.id(), Paths.WRITE, "again", demonstration.id()));
    }

    List<Guidelines> guidelines(Person person) {
        return projectsOf(person)
                .flatMap(project -> campaigns.of(project.id()).stream()
                        .filter(campaign -> campaign.state() == CampaignState.OPEN)
                        .map(campaign -> new Guidelines(project, campaign)))
                .toList();
    }

    private Stream<Project> projectsOf(Person person) {
        return projects.visibleTo(person).stream().filter(project -> !project.archived());
    }
}
