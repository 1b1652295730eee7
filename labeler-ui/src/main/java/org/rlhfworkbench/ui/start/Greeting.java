package org.rlhfworkbench.ui.start;

import java.util.Optional;
import org.rlhfworkbench.feedback.people.NewAccount;
import org.rlhfworkbench.feedback.people.People;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What the terminal says when the application is up; at the very first start with the administrator's password. */
@Component
class Greeting {
    private final People people;
    private final WorkbenchProperties properties;

    Greeting(People people, WorkbenchProperties properties) {
        this.people = people;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void greet() {
        System.out.println(text(people.createFirstAdministrator()));
    }

    String text(Optional<NewAccount> first) {
        String up = "The workbench is up: " + properties.baseUrl() + "   (stop it with Ctrl+C)";
        return first.map(account -> """

                        %s

                          Sign in as   %s
                          password     %s

                        This password is shown once and kept nowhere. You choose your own after signing in.
                        """.formatted(up, account.person().username(), account.password()))
                .orElse(up);
    }
}
