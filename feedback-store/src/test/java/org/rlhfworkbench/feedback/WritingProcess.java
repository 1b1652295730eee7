package org.rlhfworkbench.feedback;

import java.util.Optional;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.assignment.Task;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.drafts.Drafts;
import org.rlhfworkbench.feedback.labels.Label;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Writes labels and drafts in two threads and prints each once it is acknowledged, until it is killed. */
final class WritingProcess {

    private WritingProcess() {}

    public static void main(String[] arguments) {
        ConfigurableApplicationContext store = new SpringApplicationBuilder(StoreTestApplication.class, Fixtures.class)
                .web(WebApplicationType.NONE)
                .properties("workbench.store.folder=" + arguments[0], "logging.level.root=error")
                .run("--spring.main.banner-mode=off");
        Fixtures fixtures = store.getBean(Fixtures.class);
        Campaign campaign = fixtures.campaign(fixtures.project().id(), 2_000, 1);
        long ann = fixtures.labeler("ann").id();
        long ben = fixtures.labeler("ben").id();
        Thread.ofPlatform().start(() -> writeDrafts(store.getBean(Drafts.class), ben));
        writeLabels(store.getBean(Assignments.class), campaign.id(), ann);
    }

    private static void writeLabels(Assignments assignments, long campaign, long person) {
        for (Optional<Task> next = assignments.next(campaign, person); next.isPresent(); ) {
            Label label = assignments.submit(next.get().token(), person, Fixtures.B_FIRST, 1.0);
            acknowledge("label " + label.id());
            next = assignments.next(campaign, person);
        }
    }

    private static void writeDrafts(Drafts drafts, long person) {
        for (int number = 0; number < 100_000; number++) {
            drafts.save(person, "demonstration/prompt/" + number, "word " + number, 0);
            acknowledge("draft word " + number);
        }
    }

    private static synchronized void acknowledge(String line) {
        System.out.println(line);
    }
}
