package org.rlhfworkbench.feedback.exchange;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.rlhfworkbench.feedback.BadLine.Fault;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.Item;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.LabelLine;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.feedback.labels.Labels;
import org.rlhfworkbench.feedback.lines.Line;
import org.rlhfworkbench.feedback.lines.LineFault;
import org.rlhfworkbench.feedback.people.People;
import tools.jackson.databind.node.ObjectNode;

/** One reading of {@code rankings.jsonl}. */
final class RankingImport {

    private final long campaignId;
    private final Campaigns campaigns;
    private final Labels labels;
    private final Assignments assignments;
    private final People people;
    private final Instant now;
    private final Map<String, Long> labelers = new HashMap<>();

    RankingImport(
            long campaignId, Campaigns campaigns, Labels labels, Assignments assignments, People people, Instant now) {
        this.campaignId = campaignId;
        this.campaigns = campaigns;
        this.labels = labels;
        this.assignments = assignments;
        this.people = people;
        this.now = now;
    }

    void accept(Line line) {
        Item item = campaigns.addRanked(campaignId, line);
        Map<String, Integer> versions = new HashMap<>();
        Set<String> counted = new HashSet<>();
        for (ObjectNode element : line.objects("rankings")) {
            Line ranking = line.at(element);
            String pseudonym = Line.nonEmpty("labeler", ranking.text("labeler"));
            long labelerId = labelers.computeIfAbsent(
                    pseudonym, name -> people.byPseudonym(name).id());
            int version = versions.merge(pseudonym, 1, Integer::sum);
            Label label = labels.add(LabelLine.read(ranking, item, labelerId, version, now));
            if (label.status() == LabelStatus.COUNTED) {
                if (!counted.add(pseudonym)) {
                    throw new LineFault(Fault.REPEATED_LABELER, pseudonym);
                }
                assignments.adopt(label);
            }
        }
    }
}
