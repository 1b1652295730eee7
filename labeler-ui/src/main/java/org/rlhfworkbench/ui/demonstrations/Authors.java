package org.rlhfworkbench.ui.demonstrations;

import static org.rlhfworkbench.ui.shell.Words.say;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.ui.security.SignedIn;

/** How this reader sees people's work signed: an administrator by name, an owner by pseudonym, everybody their own. */
public final class Authors {
    private final Map<Long, Person> people;
    private final boolean byName;
    private final long reader;

    public Authors(People people, SignedIn signedIn) {
        this.people = people.all().stream().collect(Collectors.toMap(Person::id, Function.identity()));
        this.byName = signedIn.administrator();
        this.reader = signedIn.id();
    }

    /** The words for whoever has this id, or for nobody. */
    public String of(@Nullable Long personId) {
        Person person = personId == null ? null : people.get(personId);
        if (person == null) {
            return say("authors.unknown");
        }
        return person.id() == reader ? say("authors.you") : byName ? person.displayName() : person.pseudonym();
    }
}
