package org.rlhfworkbench.feedback.exchange;

import jakarta.persistence.EntityManager;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.FeedbackException.FileTrouble;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.NewCampaign;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.feedback.labels.Labels;
import org.rlhfworkbench.feedback.lines.ImportBatch;
import org.rlhfworkbench.feedback.lines.ImportReport;
import org.rlhfworkbench.feedback.lines.JsonLines;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.prompts.PromptSelection;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a project's work as JSON Lines and reads rankings back. An export that is imported elsewhere and exported
 * again is the same file, byte for byte. People appear under their pseudonyms only.
 */
@Service
public class Exchange {

    private final Prompts prompts;
    private final Demonstrations demonstrations;
    private final Campaigns campaigns;
    private final Labels labels;
    private final Assignments assignments;
    private final People people;
    private final EntityManager entities;
    private final Clock clock;

    Exchange(
            Prompts prompts,
            Demonstrations demonstrations,
            Campaigns campaigns,
            Labels labels,
            Assignments assignments,
            People people,
            EntityManager entities,
            Clock clock) {
        this.prompts = prompts;
        this.demonstrations = demonstrations;
        this.campaigns = campaigns;
        this.labels = labels;
        this.assignments = assignments;
        this.people = people;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Writes one of the project's files, whole or not at all.
     *
     * @throws FileTrouble when it cannot be written
     */
    @Transactional(readOnly = true)
    public ExportedFile export(long projectId, ExportKind kind, Path file) {
        return LinesFile.write(file, source(projectId, kind));
    }

    /** Writes the selected prompts. */
    @Transactional(readOnly = true)
    public ExportedFile exportPrompts(long projectId, PromptSelection selection, Path file) {
        return LinesFile.write(file, lines -> prompts.exportTo(projectId, selection, lines));
    }

    /** Writes the rankings of one campaign. */
    @Transactional(readOnly = true)
    public ExportedFile exportCampaign(long campaignId, Path file) {
        return LinesFile.write(file, lines -> rankings(campaignId, lines));
    }

    /** Writes one of the project's files to a stream and returns how many lines that are. */
    @Transactional(readOnly = true)
    public long export(long projectId, ExportKind kind, OutputStream out) {
        return LinesFile.write(out, source(projectId, kind));
    }

    /**
     * Writes the project's demonstrations and pairs as LLaMA-Factory wants them, with its {@code dataset_info.json}, as a
     * ZIP file.
     */
    @Transactional(readOnly = true)
    public void exportForLlamaFactory(long projectId, OutputStream out) {
        LlamaFactoryArchive.write(
                out, source(projectId, ExportKind.DEMONSTRATIONS), source(projectId, ExportKind.PAIRS));
    }

    /** Writes the rankings of one campaign to a stream and returns how many lines that are. */
    @Transactional(readOnly = true)
    public long exportCampaign(long campaignId, OutputStream out) {
        return LinesFile.write(out, lines -> rankings(campaignId, lines));
    }

    /**
     * Reads {@code rankings.jsonl} into a campaign of its own. Labelers whose pseudonym is unknown are added without
     * a way to sign in.
     *
     * @param campaign how to call it; its number of labelers an item is how many slots an item gets
     * @throws ImportRejected with every bad line; nothing is imported then
     */
    @Transactional
    public ImportReport importRankings(NewCampaign campaign, String file, InputStream lines) {
        Campaign made = campaigns.create(campaign);
        RankingImport in = new RankingImport(made.id(), campaigns, labels, assignments, people, clock.instant());
        ImportBatch batch = new ImportBatch(entities);
        JsonLines.read(file, lines, line -> {
            in.accept(line);
            batch.added();
        });
        return new ImportReport(file, batch.size(), 0, List.of());
    }

    private Consumer<Consumer<ObjectNode>> source(long projectId, ExportKind kind) {
        return switch (kind) {
            case PROMPTS -> lines -> prompts.exportTo(projectId, lines);
            case DEMONSTRATIONS -> lines -> demonstrations.exportTo(projectId, lines);
            case RANKINGS ->
                lines -> campaigns.of(projectId).reversed().forEach(campaign -> rankings(campaign.id(), lines));
            case PAIRS -> lines -> campaigns.of(projectId).reversed().forEach(campaign -> pairs(campaign.id(), lines));
        };
    }

    private void pairs(long campaignId, Consumer<ObjectNode> lines) {
        campaigns.forEachItem(
                campaignId,
                item -> labels.ofItem(item.id()).stream()
                        .filter(label ->
                                label.status() == LabelStatus.COUNTED || label.status() == LabelStatus.ADJUDICATED)
                        .forEach(label -> Pairs.of(item, label.judgement(), lines)));
    }

    private void rankings(long campaignId, Consumer<ObjectNode> lines) {
        Map<Long, String> pseudonyms = people.all().stream().collect(Collectors.toMap(Person::id, Person::pseudonym));
        campaigns.exportTo(campaignId, (item, line) -> {
            List<ObjectNode> given = labels.export(item.id(), pseudonyms);
            if (!given.isEmpty()) {
                ((ArrayNode) line.get("rankings")).addAll(given);
                lines.accept(line);
            }
        });
    }
}
