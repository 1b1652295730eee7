package org.rlhfworkbench.feedback.people;

/**
 * What signing in needs.
 *
 * @param passwordHash in the form that {@code DelegatingPasswordEncoder} reads
 */
public record Credentials(Person person, String passwordHash) {
    @Override
    public String toString() {
        return "Credentials[person=" + person + "]";
    }
}
