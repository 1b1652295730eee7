package org.rlhfworkbench.feedback.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.FeedbackException.AlreadyExists;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.StoreTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

@StoreTest
class PeopleTest {

    @Autowired
    People people;

    @Autowired
    PasswordEncoder encoder;

    @Autowired
    JdbcTemplate jdbc;

    /** Other tests leave accounts behind in the same database. */
    @BeforeEach
    void nobodyCanSignIn() {
        jdbc.update("update person set username = null");
    }

    @Test
    void the_first_administrator_is_made_once_with_a_random_password() {
        NewAccount first = people.createFirstAdministrator().orElseThrow();

        assertThat(people.createFirstAdministrator()).isEmpty();
        assertThat(first.person().roles()).contains(Role.ADMINISTRATOR);
        assertThat(first.password()).hasSize(23);
        assertThat(first.toString()).doesNotContain(first.password());
        Credentials stored = people.credentials("ADMIN ").orElseThrow();
        assertThat(stored.passwordHash()).startsWith("{bcrypt}");
        assertThat(encoder.matches(first.password(), stored.passwordHash())).isTrue();
    }

    @Test
    void somebody_who_came_with_an_import_does_not_count_as_an_account() {
        people.byPseudonym("labeler-elsewhere");

        assertThat(people.createFirstAdministrator()).isPresent();
    }

    @Test
    void a_password_changes_only_for_who_knows_the_current_one_and_only_to_a_good_one() {
        NewAccount ann = people.create("ann", "Ann", EnumSet.of(Role.LABELER));
        long id = ann.person().id();

        assertThatThrownBy(() -> people.changePassword(id, "wrong", "long enough for all"))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("current password");
        assertThatThrownBy(() -> people.changePassword(id, ann.password(), "short"))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("10 characters");
        assertThatThrownBy(() -> people.changePassword(id, ann.password(), "é".repeat(40)))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("72 bytes");

        people.changePassword(id, ann.password(), "long enough for all");
        assertThat(encoder.matches(
                        "long enough for all",
                        people.credentials("ann").orElseThrow().passwordHash()))
                .isTrue();
    }

    @Test
    void an_issued_password_is_replaced_by_an_own_one_once() {
        NewAccount ann = people.create("ann", "Ann", EnumSet.of(Role.LABELER));
        long id = ann.person().id();
        assertThat(people.hasIssuedPassword(id)).isTrue();

        assertThatThrownBy(() -> people.chooseOwnPassword(id, ann.password()))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("one of your own");
        people.chooseOwnPassword(id, "a password of my own");

        assertThat(people.hasIssuedPassword(id)).isFalse();
        assertThatThrownBy(() -> people.chooseOwnPassword(id, "another one, unasked"))
                .isInstanceOf(WrongState.class);
        people.resetPassword(id);
        assertThat(people.hasIssuedPassword(id)).isTrue();
    }

    @Test
    void a_user_name_is_taken_in_any_case() {
        people.create("ann", "Ann", EnumSet.of(Role.LABELER));

        assertThatThrownBy(() -> people.create("Ann", "Another Ann", EnumSet.of(Role.LABELER)))
                .isInstanceOf(AlreadyExists.class)
                .hasMessageContaining("ann");
    }

    @Test
    void the_last_administrator_can_neither_lose_the_role_nor_be_shut_out() {
        long admin = people.createFirstAdministrator().orElseThrow().person().id();

        assertThatThrownBy(() -> people.setRoles(admin, EnumSet.of(Role.OWNER))).isInstanceOf(WrongState.class);
        assertThatThrownBy(() -> people.setActive(admin, false)).isInstanceOf(WrongState.class);
    }

    @Test
    void the_same_pseudonym_is_the_same_person() {
        Person ann = people.create("ann", "Ann", EnumSet.of(Role.LABELER)).person();

        assertThat(people.byPseudonym(ann.pseudonym()).id()).isEqualTo(ann.id());
        Person stranger = people.byPseudonym("labeler-elsewhere");
        assertThat(people.byPseudonym("labeler-elsewhere").id()).isEqualTo(stranger.id());
        assertThat(people.credentials("labeler-elsewhere")).isEmpty();
    }
}
