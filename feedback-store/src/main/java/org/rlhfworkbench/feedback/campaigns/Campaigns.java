package org.rlhfworkbench.feedback.campaigns;

import jakarta.persistence.EntityManager;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.rlhfworkbench.feedback.FeedbackException.AlreadyExists;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Refusal;
import org.rlhfworkbench.feedback.lines.ImportBatch;
import org.rlhfworkbench.feedback.lines.ImportReport;
import org.rlhfworkbench.feedback.lines.JsonLines;
import org.rlhfworkbench.feedback.lines.Line;
import org.rlhfworkbench.feedback.lines.Pages;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/** Campaigns and their items. */
@Service
@Transactional
public class Campaigns {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final CampaignRepository campaigns;
    private final GuidelinesRepository guidelines;
    private final ItemRepository items;
    private final Prompts prompts;
    private final Models models;
    private final ApplicationEventPublisher events;
    private final EntityManager entities;
    private final Clock clock;

    Campaigns(
            CampaignRepository campaigns,
            GuidelinesRepository guidelines,
            ItemRepository items,
            Prompts prompts,
            Models models,
            ApplicationEventPublisher events,
            EntityManager entities,
            Clock clock) {
        this.campaigns = campaigns;
        this.guidelines = guidelines;
        this.items = items;
        this.prompts = prompts;
        this.models = models;
        this.events = events;
        this.entities = entities;
        this.clock = clock;
    }

    /** Makes a campaign that waits for its items. */
    public Campaign create(NewCampaign campaign) {
        if (campaigns.existsByProjectIdAndName(
                campaign.projectId(), campaign.name().strip())) {
            throw new AlreadyExists("campaign", campaign.name().strip());
        }
        String code = "c" + Integer.toString(RANDOM.nextInt(36 * 36 * 36 * 36 * 36), 36);
        CampaignEntity made = campaigns.saveAndFlush(new CampaignEntity(campaign, code, clock.instant()));
        guidelines.save(new GuidelinesEntity(made.id, 1, made.guidelines, made.createdAt));
        return made.toRecord();
    }

    /**
     * Adds the items of a {@code samples.jsonl}, which {@code sample} writes.
     *
     * @throws ImportRejected with every bad line; nothing is imported then
     */
    public ImportReport importSamples(long campaignId, String file, InputStream lines) {
        ItemImport in = itemImport(campaignId);
        ImportBatch batch = new ImportBatch(entities);
        JsonLines.read(file, lines, line -> {
            in.addSample(line);
            batch.added();
        });
        return new ImportReport(file, batch.size(), 0, List.of());
    }

    /** Adds one item from a line of {@code rankings.jsonl}; the line's rankings are the caller's. */
    public Item addRanked(long campaignId, Line line) {
        return itemImport(campaignId).addRanked(line);
    }

    /** Hands out items from now on. */
    public Campaign open(long campaignId) {
        CampaignEntity campaign = entity(campaignId);
        if (items.countByCampaignId(campaignId) == 0) {
            throw new WrongState(Refusal.CAMPAIGN_EMPTY, campaign.name);
        }
        campaign.state = CampaignState.OPEN;
        campaign.closedAt = null;
        return campaign.toRecord();
    }

    public Campaign pause(long campaignId) {
        CampaignEntity campaign = entity(campaignId);
        campaign.state = CampaignState.PAUSED;
        return campaign.toRecord();
    }

    public Campaign close(long campaignId) {
        CampaignEntity campaign = entity(campaignId);
        campaign.state = CampaignState.CLOSED;
        campaign.closedAt = clock.instant();
        return campaign.toRecord();
    }

    /** Writes a new version of the guidelines; labels that were given keep the version they were given under. */
    public Campaign changeGuidelines(long campaignId, String text) {
        CampaignEntity campaign = entity(campaignId);
        if (!campaign.guidelines.equals(text)) {
            campaign.guidelines = text;
            campaign.guidelineVersion++;
            guidelines.save(new GuidelinesEntity(campaignId, campaign.guidelineVersion, text, clock.instant()));
        }
        return campaign.toRecord();
    }

    /** The guidelines as they read in a version. */
    @Transactional(readOnly = true)
    public Optional<String> guidelines(long campaignId, int version) {
        return guidelines.findByCampaignIdAndVersion(campaignId, version).map(row -> row.guidelines);
    }

    @Transactional(readOnly = true)
    public Optional<Campaign> find(long campaignId) {
        return campaigns.findById(campaignId).map(CampaignEntity::toRecord);
    }

    @Transactional(readOnly = true)
    public Campaign get(long campaignId) {
        return entity(campaignId).toRecord();
    }

    /** The project's campaigns, the newest first. */
    @Transactional(readOnly = true)
    public List<Campaign> of(long projectId) {
        return campaigns.findByProjectIdOrderByIdDesc(projectId).stream()
                .map(CampaignEntity::toRecord)
                .toList();
    }

    @Transactional(readOnly = true)
    public Item item(long itemId) {
        return items.findById(itemId)
                .orElseThrow(() -> new NotFound("item", itemId))
                .toRecord();
    }

    @Transactional(readOnly = true)
    public Page<Item> items(long campaignId, Pageable page) {
        return items.findByCampaignIdOrderById(campaignId, page).map(ItemEntity::toRecord);
    }

    @Transactional(readOnly = true)
    public long countItems(long campaignId) {
        return items.countByCampaignId(campaignId);
    }

    /** Hands over each item. */
    @Transactional(readOnly = true)
    public void forEachItem(long campaignId, Consumer<Item> consumer) {
        walk(campaignId, item -> consumer.accept(item.toRecord()));
    }

    /**
     * Hands over each item with the object that {@code rankings.jsonl} holds for it; an empty list stands at the place
     * of its rankings.
     */
    @Transactional(readOnly = true)
    public void exportTo(long campaignId, BiConsumer<Item, ObjectNode> lines) {
        walk(campaignId, item -> lines.accept(item.toRecord(), ItemImport.object(item)));
    }

    private void walk(long campaignId, Consumer<ItemEntity> consumer) {
        Pages.forEach(
                entities,
                (after, limit) -> items.findByCampaignIdAndIdGreaterThanOrderById(campaignId, after, limit),
                item -> item.id,
                consumer);
    }

    private ItemImport itemImport(long campaignId) {
        return new ItemImport(entity(campaignId), items, prompts, models, events);
    }

    private CampaignEntity entity(long campaignId) {
        return campaigns.findById(campaignId).orElseThrow(() -> new NotFound("campaign", campaignId));
    }
}
