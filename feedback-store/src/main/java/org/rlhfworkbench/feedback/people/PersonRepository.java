package org.rlhfworkbench.feedback.people;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface PersonRepository extends JpaRepository<PersonEntity, Long> {

    Optional<PersonEntity> findByUsername(String username);

    Optional<PersonEntity> findByPseudonym(String pseudonym);

    boolean existsByUsername(String username);

    boolean existsByUsernameIsNotNull();

    List<PersonEntity> findAllByOrderByDisplayNameAscIdAsc();
}
