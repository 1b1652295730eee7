package org.rlhfworkbench.feedback.projects;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ProjectRepository extends JpaRepository<ProjectEntity, Long> {

    boolean existsByName(String name);

    List<ProjectEntity> findAllByOrderByNameAsc();

    @Query("""
            select p from ProjectEntity p
            where exists (select 1 from MemberEntity m where m.projectId = p.id and m.personId = :person)
            order by p.name""")
    List<ProjectEntity> findByMember(long person);
}
