package org.rlhfworkbench.ui;

import java.io.ByteArrayInputStream;
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
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.MemberRole;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.feedback.prompts.Prompts;

/** People who label, and what they label, under names that no other test has. */
public class LabelingFixtures {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final People people;
    private final Projects projects;
    private final Campaigns campaigns;
    private final Prompts prompts;

    LabelingFixtures(People people, Projects projects, Campaigns campaigns, Prompts prompts) {
        this.people = people;
        this.projects = projects;
        this.campaigns = campaigns;
        this.prompts = prompts;
    }

    public Project project() {
        int number = NUMBER.incrementAndGet();
        long owner = people.create("owner" + number, "Owner", EnumSet.of(Role.OWNER))
                .person()
                .id();
        return projects.create("Stories " + number, "", owner);
    }

    public Person labeler(String name, long projectId) {
        Person person = people.create(name + NUMBER.incrementAndGet(), name, EnumSet.of(Role.LABELER))
                .person();
        projects.setMember(projectId, person.id(), MemberRole.LABELER);
        return person;
    }

    public Prompt prompt(long projectId, String text) {
        return prompts.add(projectId, Conversation.of(text), List.of());
    }

    /** An open campaign of a project of its own; each item has four outputs with keys that name their model. */
    public Campaign campaign(int items, int labelersPerItem, LabelForm form) {
        Campaign campaign = campaigns.create(new NewCampaign(
                project().id(),
                "Round 1",
                CampaignKind.RANKING,
                1,
                List.of(),
                4,
                labelersPerItem,
                "Prefer the *kinder* story.",
                form));
        String lines =
                IntStream.range(0, items).mapToObj(LabelingFixtures::sample).collect(Collectors.joining("\n"));
        campaigns.importSamples(
                campaign.id(), "samples.jsonl", new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        return campaigns.open(campaign.id());
    }

    private static String sample(int item) {
        String responses = IntStream.range(0, 4)
                .mapToObj(output -> """
                        {"id":"secret-key-%d","content":"Story %d of prompt %d.","model":"sft-1","seed":4711,"finish_reason":"stop"}""".formatted(output, output, item))
                .collect(Collectors.joining(","));
        return "{\"prompt_id\":\"p%d\",\"prompt\":\"Tell story %d.\",\"responses\":[%s]}"
                .formatted(item, item, responses);
    }
}
