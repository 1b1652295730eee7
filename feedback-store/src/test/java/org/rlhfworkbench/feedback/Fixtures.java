package org.rlhfworkbench.feedback;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.CampaignKind;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.feedback.campaigns.NewCampaign;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.prompts.PromptSelection;

/** Named things for tests. */
public class Fixtures {

    /** B before A and D, which are tied, before C. */
    public static final Judgement B_FIRST = ranking("b", "a=d", "c");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final People people;
    private final Projects projects;
    private final Campaigns campaigns;

    Fixtures(People people, Projects projects, Campaigns campaigns) {
        this.people = people;
        this.projects = projects;
        this.campaigns = campaigns;
    }

    public Person labeler(String name) {
        return people.create(name + NUMBER.incrementAndGet(), name, EnumSet.of(Role.LABELER))
                .person();
    }

    public Project project() {
        return projects.create(
                "Bedtime stories " + NUMBER.incrementAndGet(),
                "",
                labeler("owner").id());
    }

    /** An open ranking campaign whose items have the outputs a, b, c and d. */
    public Campaign campaign(long projectId, int items, int labelersPerItem) {
        Campaign campaign = campaigns.create(newCampaign(projectId, 1, List.of(), labelersPerItem));
        campaigns.importSamples(campaign.id(), "samples.jsonl", samples(items));
        return campaigns.open(campaign.id());
    }

    /** An open campaign of two items for these people only. */
    public Campaign campaignFor(long projectId, List<Long> labelerIds) {
        Campaign campaign = campaigns.create(new NewCampaign(
                projectId,
                "Campaign " + NUMBER.incrementAndGet(),
                CampaignKind.RANKING,
                1,
                List.of(),
                4,
                1,
                "",
                LabelForm.PLAIN,
                PromptSelection.ALL,
                labelerIds));
        campaigns.importSamples(campaign.id(), "samples.jsonl", samples(2));
        return campaigns.open(campaign.id());
    }

    public NewCampaign newCampaign(long projectId, int round, List<Long> models, int labelersPerItem) {
        return new NewCampaign(
                projectId,
                "Campaign " + NUMBER.incrementAndGet(),
                CampaignKind.RANKING,
                round,
                models,
                4,
                labelersPerItem,
                "Prefer the kinder story.",
                LabelForm.PLAIN);
    }

    /** Tie groups from best to worst, each with its members between equals signs. */
    public static Judgement ranking(String... groups) {
        return Judgement.of(
                List.of(groups).stream().map(group -> List.of(group.split("="))).toList());
    }

    public static InputStream samples(int items) {
        return lines(IntStream.range(0, items).mapToObj(Fixtures::sample).toArray(String[]::new));
    }

    public static InputStream lines(String... lines) {
        String text = List.of(lines).stream().map(line -> line + "\n").collect(Collectors.joining());
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sample(int number) {
        String responses = List.of("a", "b", "c", "d").stream()
                .map(key -> """
                        {"id":"%s","content":"Story %s of %d.","model":"sft-1","seed":%d,"finish_reason":"stop"}""".formatted(key, key, number, number))
                .collect(Collectors.joining(","));
        return "{\"prompt_id\":\"p%d\",\"prompt\":\"Tell story %d.\",\"responses\":[%s]}"
                .formatted(number, number, responses);
    }
}
