package org.rlhfworkbench.feedback.people;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.FeedbackException.AlreadyExists;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Refusal;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Accounts. There is no default password: the first administrator gets a random one, readable once. */
@Service
@Transactional
public class People {

    private static final String FIRST_ADMINISTRATOR = "admin";

    private final PersonRepository repository;
    private final PasswordEncoder encoder;
    private final Clock clock;

    People(PersonRepository repository, PasswordEncoder encoder, Clock clock) {
        this.repository = repository;
        this.encoder = encoder;
        this.clock = clock;
    }

    /** Makes the administrator {@code admin} when nobody can sign in yet; empty ever after. */
    public Optional<NewAccount> createFirstAdministrator() {
        if (repository.existsByUsernameIsNotNull()) {
            return Optional.empty();
        }
        return Optional.of(
                create(FIRST_ADMINISTRATOR, "Administrator", EnumSet.of(Role.ADMINISTRATOR, Role.OWNER, Role.LABELER)));
    }

    /** Makes an account with a random password. */
    public NewAccount create(String username, String displayName, Set<Role> roles) {
        String name = username.strip().toLowerCase(Locale.ROOT);
        if (!name.matches("[a-z0-9][a-z0-9._@+-]{0,99}")) {
            throw new Invalid("username", Refusal.USERNAME);
        }
        if (repository.existsByUsername(name)) {
            throw new AlreadyExists("person", name);
        }
        PersonEntity person = new PersonEntity(name, nameOr(displayName, name), unusedPseudonym(), now());
        person.roles = copy(roles);
        String password = issuePassword(person);
        return new NewAccount(repository.saveAndFlush(person).toRecord(), password);
    }

    /** Somebody whose work came with an import: found by pseudonym, or made without a way to sign in. */
    public Person byPseudonym(String pseudonym) {
        return repository
                .findByPseudonym(pseudonym)
                .orElseGet(() -> repository.save(new PersonEntity(null, pseudonym, pseudonym, now())))
                .toRecord();
    }

    @Transactional(readOnly = true)
    public Optional<Person> find(long id) {
        return repository.findById(id).map(PersonEntity::toRecord);
    }

    @Transactional(readOnly = true)
    public Map<Long, Person> byId(Collection<Long> ids) {
        return repository.findAllById(ids).stream()
                .map(PersonEntity::toRecord)
                .collect(Collectors.toMap(Person::id, Function.identity()));
    }

    @Transactional(readOnly = true)
    public Optional<Person> byUsername(String username) {
        return repository
                .findByUsername(username.strip().toLowerCase(Locale.ROOT))
                .map(PersonEntity::toRecord);
    }

    /** Everybody, by name. */
    @Transactional(readOnly = true)
    public List<Person> all() {
        return repository.findAllByOrderByDisplayNameAscIdAsc().stream()
                .map(PersonEntity::toRecord)
                .toList();
    }

    /** For signing in; empty for an unknown or external person. A person who is not active must be turned away. */
    @Transactional(readOnly = true)
    public Optional<Credentials> credentials(String username) {
        return repository
                .findByUsername(username.strip().toLowerCase(Locale.ROOT))
                .flatMap(person ->
                        Optional.ofNullable(person.passwordHash).map(hash -> new Credentials(person.toRecord(), hash)));
    }

    /**
     * Sets a new password.
     *
     * @throws Invalid when the current password is wrong or the next one is too short or too long
     */
    public void changePassword(long personId, String current, String next) {
        PersonEntity person = get(personId);
        if (person.passwordHash == null || !encoder.matches(current, person.passwordHash)) {
            throw new Invalid("current", Refusal.PASSWORD_WRONG);
        }
        Secrets.check(next);
        setOwnPassword(person, next);
    }

    /** Replaces a forgotten password by a random one and returns it. */
    public String resetPassword(long personId) {
        PersonEntity person = get(personId);
        if (person.username == null) {
            throw new WrongState(Refusal.NO_ACCOUNT, person.displayName);
        }
        return issuePassword(person);
    }

    private String issuePassword(PersonEntity person) {
        String password = Secrets.password();
        person.passwordHash = encoder.encode(password);
        person.passwordIssued = true;
        return password;
    }

    /** Whether this person signs in with a password that was issued, which somebody else has seen. */
    @Transactional(readOnly = true)
    public boolean hasIssuedPassword(long personId) {
        return repository
                .findById(personId)
                .map(person -> person.passwordIssued)
                .orElse(false);
    }

    /**
     * Replaces an issued password by the person's own.
     *
     * @throws Invalid when it is the issued one, too short or too long
     * @throws WrongState when the person has an own password already
     */
    public void chooseOwnPassword(long personId, String own) {
        PersonEntity person = get(personId);
        if (!person.passwordIssued) {
            throw new WrongState(Refusal.PASSWORD_CHOSEN);
        }
        Secrets.check(own);
        if (encoder.matches(own, person.passwordHash)) {
            throw new Invalid("password", Refusal.PASSWORD_SAME);
        }
        setOwnPassword(person, own);
    }

    private void setOwnPassword(PersonEntity person, String own) {
        person.passwordHash = encoder.encode(own);
        person.passwordIssued = false;
    }

    public Person rename(long personId, String displayName) {
        PersonEntity person = get(personId);
        person.displayName = nameOr(displayName, person.displayName);
        return person.toRecord();
    }

    /**
     * Says what an account may do.
     *
     * @throws WrongState when nobody could administer any more
     */
    public Person setRoles(long personId, Set<Role> roles) {
        PersonEntity person = get(personId);
        person.roles = copy(roles);
        keepAnAdministrator();
        return person.toRecord();
    }

    /**
     * Shuts an account, or opens it again. What the person wrote and judged stays.
     *
     * @throws WrongState when nobody could administer any more
     */
    public Person setActive(long personId, boolean active) {
        PersonEntity person = get(personId);
        person.active = active;
        keepAnAdministrator();
        return person.toRecord();
    }

    private void keepAnAdministrator() {
        boolean one = repository.findAll().stream()
                .anyMatch(person ->
                        person.active && person.username != null && person.roles.contains(Role.ADMINISTRATOR));
        if (!one) {
            throw new WrongState(Refusal.LAST_ADMINISTRATOR);
        }
    }

    private PersonEntity get(long id) {
        return repository.findById(id).orElseThrow(() -> new NotFound("person", id));
    }

    private String unusedPseudonym() {
        String pseudonym = Secrets.pseudonym();
        return repository.findByPseudonym(pseudonym).isPresent() ? unusedPseudonym() : pseudonym;
    }

    private Instant now() {
        return clock.instant();
    }

    private static Set<Role> copy(Set<Role> roles) {
        return roles.isEmpty() ? EnumSet.noneOf(Role.class) : EnumSet.copyOf(roles);
    }

    private static String nameOr(String displayName, String otherwise) {
        return displayName.isBlank() ? otherwise : displayName.strip();
    }
}
