package org.rlhfworkbench.ui.security;

import java.util.List;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.people.Credentials;
import org.rlhfworkbench.feedback.people.Person;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/** Who is signed in, as Spring Security keeps it in the session. */
public final class Account extends User {
    private static final long serialVersionUID = 1L;

    private final long personId;

    Account(Credentials credentials, String username) {
        super(
                username,
                credentials.passwordHash(),
                credentials.person().active(),
                true,
                true,
                true,
                authorities(credentials.person()));
        personId = credentials.person().id();
    }

    private static List<GrantedAuthority> authorities(Person person) {
        return person.roles().stream()
                .map(role -> (GrantedAuthority) new SimpleGrantedAuthority("ROLE_" + role.name()))
                .collect(Collectors.toList());
    }

    public long personId() {
        return personId;
    }
}
