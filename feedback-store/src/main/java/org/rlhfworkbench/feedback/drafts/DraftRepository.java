package org.rlhfworkbench.feedback.drafts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface DraftRepository extends JpaRepository<DraftEntity, Long> {

    Optional<DraftEntity> findByPersonIdAndSubject(long personId, String subject);

    List<DraftEntity> findByPersonIdAndSubjectStartingWithOrderByUpdatedAtDesc(long personId, String prefix);

    @Modifying
    @Query("""
            update DraftEntity d set d.content = :content, d.revision = d.revision + 1, d.updatedAt = :now
            where d.personId = :person and d.subject = :subject and d.revision = :revision""")
    int replace(long person, String subject, long revision, String content, Instant now);

    @Modifying
    @Query("delete from DraftEntity d where d.personId = :person and d.subject = :subject")
    int discard(long person, String subject);
}
