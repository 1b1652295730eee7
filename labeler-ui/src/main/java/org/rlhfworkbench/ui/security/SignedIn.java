package org.rlhfworkbench.ui.security;

import com.vaadin.flow.spring.security.AuthenticationContext;
import java.util.Optional;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.people.Role;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/** The person at the browser, as the store knows them now. */
@Component
public class SignedIn {
    private final AuthenticationContext authentication;
    private final People people;

    SignedIn(AuthenticationContext authentication, People people) {
        this.authentication = authentication;
        this.people = people;
    }

    /** @throws AccessDeniedException when nobody is signed in, or the account was closed meanwhile */
    public Person person() {
        return authentication
                .getAuthenticatedUser(Account.class)
                .flatMap(account -> people.find(account.personId()))
                .filter(Person::active)
                .orElseThrow(() -> new AccessDeniedException("Nobody is signed in."));
    }

    public long id() {
        return account().orElseThrow(() -> new AccessDeniedException("Nobody is signed in."));
    }

    /** The id of whoever is signed in; empty for a stranger. */
    Optional<Long> account() {
        return authentication.getAuthenticatedUser(Account.class).map(Account::personId);
    }

    /** Whether this person makes projects and campaigns. */
    public boolean owner() {
        return authentication.hasRole(Role.OWNER.name()) || administrator();
    }

    public boolean administrator() {
        return authentication.hasRole(Role.ADMINISTRATOR.name());
    }

    public void signOut() {
        authentication.logout();
    }
}
