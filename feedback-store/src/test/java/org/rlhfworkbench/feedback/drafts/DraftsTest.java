package org.rlhfworkbench.feedback.drafts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.FeedbackException.DraftConflict;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@StoreTest
@Transactional(propagation = Propagation.NOT_SUPPORTED)
class DraftsTest {

    private static final String SUBJECT = "demonstration/prompt/1";

    @Autowired
    Fixtures fixtures;

    @Autowired
    Drafts drafts;

    long ann;

    @BeforeEach
    void aPerson() {
        ann = fixtures.labeler("ann").id();
    }

    @Test
    void the_last_save_is_what_a_new_page_finds() {
        long revision = drafts.save(ann, SUBJECT, "Once", 0);
        drafts.save(ann, SUBJECT, "Once upon", revision);

        Draft found = drafts.find(ann, SUBJECT).orElseThrow();
        assertThat(found.content()).isEqualTo("Once upon");
        assertThat(found.revision()).isEqualTo(2);
        assertThat(drafts.find(fixtures.labeler("ben").id(), SUBJECT)).isEmpty();
    }

    @Test
    void a_second_tab_is_told_and_what_it_typed_is_set_aside() {
        long seen = drafts.save(ann, SUBJECT, "Once", 0);
        drafts.save(ann, SUBJECT, "from the first tab", seen);

        DraftConflict conflict =
                catchThrowableOfType(DraftConflict.class, () -> drafts.save(ann, SUBJECT, "from the second tab", seen));

        assertThat(conflict.content()).isEqualTo("from the first tab");
        assertThat(drafts.setAside(ann, SUBJECT)).containsExactly("from the second tab");
        drafts.save(ann, SUBJECT, "both", conflict.revision());
        assertThat(drafts.find(ann, SUBJECT).orElseThrow().content()).isEqualTo("both");
    }

    @Test
    void two_tabs_that_begin_at_once_do_not_overwrite_each_other() {
        drafts.save(ann, SUBJECT, "first", 0);

        assertThat(catchThrowableOfType(DraftConflict.class, () -> drafts.save(ann, SUBJECT, "second", 0)))
                .isNotNull();
        assertThat(drafts.find(ann, SUBJECT).orElseThrow().content()).isEqualTo("first");
    }

    @Test
    void a_save_that_comes_after_the_draft_ended_is_kept() {
        long revision = drafts.save(ann, SUBJECT, "Once", 0);
        drafts.discard(ann, SUBJECT);

        drafts.save(ann, SUBJECT, "Once upon", revision);

        assertThat(drafts.find(ann, SUBJECT).orElseThrow().content()).isEqualTo("Once upon");
    }
}
