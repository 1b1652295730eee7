package org.rlhfworkbench.feedback.people;

/** An account that was just made, with its password: the only time that it is readable. */
public record NewAccount(Person person, String password) {
    @Override
    public String toString() {
        return "NewAccount[person=" + person + "]";
    }
}
