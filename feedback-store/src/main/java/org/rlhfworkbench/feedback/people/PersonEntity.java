package org.rlhfworkbench.feedback.people;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "person")
class PersonEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    @Nullable
    String username;

    @Nullable
    String passwordHash;

    boolean passwordIssued;

    String displayName;

    String pseudonym;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "person_role", joinColumns = @JoinColumn(name = "person_id"))
    @Column(name = "role_name")
    @Enumerated(EnumType.STRING)
    Set<Role> roles = EnumSet.noneOf(Role.class);

    boolean active = true;

    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected PersonEntity() {}

    PersonEntity(@Nullable String username, String displayName, String pseudonym, Instant createdAt) {
        this.username = username;
        this.displayName = displayName;
        this.pseudonym = pseudonym;
        this.createdAt = createdAt;
    }

    Person toRecord() {
        return new Person(id, username, displayName, pseudonym, roles, active, createdAt);
    }
}
