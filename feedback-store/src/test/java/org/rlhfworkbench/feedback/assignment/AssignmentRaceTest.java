package org.rlhfworkbench.feedback.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rlhfworkbench.feedback.Fixtures.B_FIRST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.MovableClock;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.Item;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.feedback.labels.Labels;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@StoreTest
@Transactional(propagation = Propagation.NOT_SUPPORTED)
class AssignmentRaceTest {

    private static final int LABELERS = 12;
    private static final int ITEMS = 200;
    private static final int NEEDED = 3;

    @Autowired
    Fixtures fixtures;

    @Autowired
    Assignments assignments;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Labels labels;

    @Autowired
    MovableClock clock;

    @Test
    void twelve_people_at_once_some_slow_some_twice_some_gone_end_with_exactly_three_answers_an_item()
            throws InterruptedException, ExecutionException {
        Campaign campaign = fixtures.campaign(fixtures.project().id(), ITEMS, NEEDED);
        List<Future<Set<Long>>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(LABELERS)) {
            for (int i = 0; i < LABELERS; i++) {
                long person = fixtures.labeler("person").id();
                Random random = new Random(i);
                results.add(threads.submit(() -> work(campaign, person, random)));
            }
        }
        Set<Long> acknowledged = new HashSet<>();
        for (Future<Set<Long>> result : results) {
            acknowledged.addAll(result.get());
        }
        finish(campaign, acknowledged);

        List<Label> all = new ArrayList<>();
        campaigns.forEachItem(campaign.id(), item -> all.addAll(exactlyThree(item)));
        assertThat(all).extracting(Label::id).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(all).extracting(Label::status).contains(LabelStatus.SURPLUS);
        assertThat(assignments.progress(campaign.id()).counted()).isEqualTo(ITEMS * NEEDED);
    }

    private List<Label> exactlyThree(Item item) {
        List<Label> ofItem = labels.ofItem(item.id());
        assertThat(ofItem)
                .filteredOn(label -> label.status() == LabelStatus.COUNTED)
                .as("counted answers to item %s", item.key())
                .hasSize(NEEDED);
        assertThat(ofItem).extracting(Label::labelerId).doesNotHaveDuplicates();
        return ofItem;
    }

    /** One in ten is given up, one in ten comes twice at once, one in ten comes after its lease has run out. */
    private Set<Long> work(Campaign campaign, long person, Random random) {
        Set<Long> acknowledged = new HashSet<>();
        List<Task> late = new ArrayList<>();
        Set<Long> abandoned = new HashSet<>();
        Optional<Task> next = assignments.next(campaign.id(), person);
        while (next.isPresent()) {
            Task task = next.get();
            switch (random.nextInt(10)) {
                case 0 -> {
                    if (abandoned.add(task.itemId())) {
                        clock.advance(Duration.ofMinutes(11));
                    }
                }
                case 1 -> {
                    late.add(task);
                    clock.advance(Duration.ofMinutes(11));
                }
                case 2 -> {
                    Label first = submit(task, person, acknowledged);
                    assertThat(submit(task, person, acknowledged)).isEqualTo(first);
                }
                default -> submit(task, person, acknowledged);
            }
            if (late.size() > 3) {
                submit(late.removeFirst(), person, acknowledged);
            }
            next = assignments.next(campaign.id(), person);
        }
        late.forEach(task -> submit(task, person, acknowledged));
        return acknowledged;
    }

    private Label submit(Task task, long person, Set<Long> acknowledged) {
        Label label = assignments.submit(task.token(), person, B_FIRST, 1.0);
        acknowledged.add(label.id());
        return label;
    }

    /** Whoever comes last answers what others gave up after everybody had passed it. */
    private void finish(Campaign campaign, Set<Long> acknowledged) {
        for (int i = 0; i < NEEDED && !assignments.progress(campaign.id()).complete(); i++) {
            clock.advance(Duration.ofMinutes(11));
            long person = fixtures.labeler("last").id();
            for (Optional<Task> next = assignments.next(campaign.id(), person); next.isPresent(); ) {
                submit(next.get(), person, acknowledged);
                next = assignments.next(campaign.id(), person);
            }
        }
    }
}
