package org.rlhfworkbench.feedback.drafts;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.rlhfworkbench.feedback.FeedbackException.DraftConflict;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.Refusal;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Drafts, one a person and subject. A save that another tab has overtaken is set aside, never dropped. */
@Service
public class Drafts {

    private static final int MAX_CHARACTERS = 2 << 20;

    private final DraftRepository drafts;
    private final SetAsideRepository setAside;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Drafts(
            DraftRepository drafts,
            SetAsideRepository setAside,
            Clock clock,
            PlatformTransactionManager transactionManager) {
        this.drafts = drafts;
        this.setAside = setAside;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactionManager);
    }

    @Transactional(readOnly = true)
    public Optional<Draft> find(long personId, String subject) {
        return drafts.findByPersonIdAndSubject(personId, subject).map(DraftEntity::toRecord);
    }

    /** The person's drafts whose subject begins so, the latest first. */
    @Transactional(readOnly = true)
    public List<Draft> startingWith(long personId, String prefix) {
        return drafts.findByPersonIdAndSubjectStartingWithOrderByUpdatedAtDesc(personId, prefix).stream()
                .map(DraftEntity::toRecord)
                .toList();
    }

    /** What could not be saved because another tab had, the latest first. */
    @Transactional(readOnly = true)
    public List<String> setAside(long personId, String subject) {
        return setAside.findByPersonIdAndSubjectOrderByIdDesc(personId, subject).stream()
                .map(row -> row.content)
                .toList();
    }

    /**
     * Saves over the revision that the caller has seen.
     *
     * @param revision 0 for the first save
     * @return the new revision, for the next save
     * @throws DraftConflict when another tab saved in between; the content was set aside
     */
    public long save(long personId, String subject, String content, long revision) {
        if (content.length() > MAX_CHARACTERS) {
            throw new Invalid("content", Refusal.DRAFT_TOO_LONG, MAX_CHARACTERS);
        }
        if (saved(personId, subject, content, revision)) {
            return revision + 1;
        }
        Draft current = Objects.requireNonNull(transaction.execute(status -> {
            setAside.save(new SetAsideEntity(personId, subject, content, clock.instant()));
            return find(personId, subject).orElseThrow();
        }));
        throw new DraftConflict(current.revision(), current.content());
    }

    /** Gives a draft up, or ends it because the work is finished. */
    @Transactional
    public void discard(long personId, String subject) {
        drafts.discard(personId, subject);
    }

    private boolean saved(long personId, String subject, String content, long revision) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                if (drafts.replace(personId, subject, revision, content, clock.instant()) == 1) {
                    return true;
                }
                if (drafts.findByPersonIdAndSubject(personId, subject).isPresent()) {
                    return false;
                }
                drafts.saveAndFlush(new DraftEntity(personId, subject, content, revision + 1, clock.instant()));
                return true;
            }));
        } catch (DataIntegrityViolationException e) {
            return false;
        }
    }
}
