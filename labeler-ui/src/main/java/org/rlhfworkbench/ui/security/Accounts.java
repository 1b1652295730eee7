package org.rlhfworkbench.ui.security;

import org.rlhfworkbench.feedback.people.People;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Service;

/** Finds the account that signs in; one that is not active is turned away like an unknown one. */
@Service
class Accounts implements UserDetailsService {
    private final People people;

    Accounts(People people) {
        this.people = people;
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        return people.credentials(username)
                .map(credentials -> new Account(credentials, username))
                .orElseThrow(() -> new UsernameNotFoundException("There is no account of this name."));
    }
}
