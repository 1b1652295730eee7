package org.rlhfworkbench.ui.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Role;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.test.context.support.WithSecurityContext;
import org.springframework.security.test.context.support.WithSecurityContextFactory;

/** Runs a test as a person with one role, made for it when there is none yet. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@WithSecurityContext(factory = SignedInAs.Factory.class)
public @interface SignedInAs {
    Role value();

    /** Makes the person and signs them in. */
    final class Factory implements WithSecurityContextFactory<SignedInAs> {
        private final People people;

        /** The user name of the person that a test with this role runs as. */
        public static String username(Role role) {
            return "test-" + role.name().toLowerCase(Locale.ROOT);
        }

        Factory(People people) {
            this.people = people;
        }

        @Override
        public SecurityContext createSecurityContext(SignedInAs annotation) {
            String username = username(annotation.value());
            if (people.byUsername(username).isEmpty()) {
                Set<Role> roles = EnumSet.of(Role.LABELER, annotation.value());
                long made = people.create(username, username, roles).person().id();
                people.chooseOwnPassword(made, "a password of my own");
            }
            Account account = new Account(
                    Objects.requireNonNull(people.credentials(username).orElse(null)), username);
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(
                    UsernamePasswordAuthenticationToken.authenticated(account, null, account.getAuthorities()));
            return context;
        }
    }
}
