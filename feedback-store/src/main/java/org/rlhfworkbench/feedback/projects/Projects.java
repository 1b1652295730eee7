package org.rlhfworkbench.feedback.projects;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.rlhfworkbench.feedback.FeedbackException.AlreadyExists;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Refusal;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.people.Role;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Projects and their members. */
@Service
@Transactional
public class Projects {

    private final ProjectRepository projects;
    private final MemberRepository members;
    private final People people;
    private final Clock clock;

    Projects(ProjectRepository projects, MemberRepository members, People people, Clock clock) {
        this.projects = projects;
        this.members = members;
        this.people = people;
        this.clock = clock;
    }

    /** Makes a project; its creator owns it. */
    public Project create(String name, String description, long creatorId) {
        String checked = checkedName(name);
        ProjectEntity project = projects.saveAndFlush(new ProjectEntity(checked, description.strip(), clock.instant()));
        setMember(project.id, creatorId, MemberRole.OWNER);
        return project.toRecord();
    }

    public Project change(long projectId, String name, String description) {
        ProjectEntity project = entity(projectId);
        if (!project.name.equals(name.strip())) {
            project.name = checkedName(name);
        }
        project.description = description.strip();
        return project.toRecord();
    }

    /** Hides a project from lists, or shows it again. Nothing is deleted. */
    public Project setArchived(long projectId, boolean archived) {
        ProjectEntity project = entity(projectId);
        project.archived = archived;
        return project.toRecord();
    }

    @Transactional(readOnly = true)
    public Optional<Project> find(long projectId) {
        return projects.findById(projectId).map(ProjectEntity::toRecord);
    }

    /** Like {@link #find}, for an id that must exist. */
    @Transactional(readOnly = true)
    public Project get(long projectId) {
        return entity(projectId).toRecord();
    }

    @Transactional(readOnly = true)
    public List<Project> all() {
        return projects.findAllByOrderByNameAsc().stream()
                .map(ProjectEntity::toRecord)
                .toList();
    }

    /** Every project for an administrator, else those that the person is a member of. */
    @Transactional(readOnly = true)
    public List<Project> visibleTo(Person person) {
        return person.has(Role.ADMINISTRATOR)
                ? all()
                : projects.findByMember(person.id()).stream()
                        .map(ProjectEntity::toRecord)
                        .toList();
    }

    /** What the person may do in the project: an administrator owns every project, a stranger gets an empty answer. */
    @Transactional(readOnly = true)
    public Optional<MemberRole> roleOf(long projectId, Person person) {
        if (person.has(Role.ADMINISTRATOR)) {
            return Optional.of(MemberRole.OWNER);
        }
        return members.findByProjectIdAndPersonId(projectId, person.id()).map(member -> member.memberRole);
    }

    @Transactional(readOnly = true)
    public List<Member> members(long projectId) {
        List<MemberEntity> rows = members.findByProjectIdOrderById(projectId);
        Map<Long, Person> byId =
                people.byId(rows.stream().map(row -> row.personId).toList());
        return rows.stream()
                .map(row -> new Member(Objects.requireNonNull(byId.get(row.personId)), row.memberRole, row.createdAt))
                .toList();
    }

    /**
     * Adds a member or changes the role of one.
     *
     * @throws WrongState when nobody would own the project any more
     */
    public void setMember(long projectId, long personId, MemberRole role) {
        members.findByProjectIdAndPersonId(projectId, personId)
                .ifPresentOrElse(
                        member -> change(member, role),
                        () -> members.save(new MemberEntity(projectId, personId, role, clock.instant())));
    }

    /**
     * Takes a member out; what the person wrote and judged stays.
     *
     * @throws WrongState when nobody would own the project any more
     */
    public void removeMember(long projectId, long personId) {
        members.findByProjectIdAndPersonId(projectId, personId).ifPresent(member -> {
            keepAnOwner(member);
            members.delete(member);
        });
    }

    private void change(MemberEntity member, MemberRole role) {
        if (role != MemberRole.OWNER) {
            keepAnOwner(member);
        }
        member.memberRole = role;
    }

    private void keepAnOwner(MemberEntity leaving) {
        boolean another = members.findByProjectIdOrderById(leaving.projectId).stream()
                .anyMatch(member -> member.memberRole == MemberRole.OWNER && member.personId != leaving.personId);
        if (leaving.memberRole == MemberRole.OWNER && !another) {
            throw new WrongState(Refusal.LAST_OWNER);
        }
    }

    private ProjectEntity entity(long projectId) {
        return projects.findById(projectId).orElseThrow(() -> new NotFound("project", projectId));
    }

    private String checkedName(String name) {
        String stripped = name.strip();
        if (stripped.isEmpty() || stripped.length() > 200) {
            throw new Invalid("name", Refusal.PROJECT_NAME, 200);
        }
        if (projects.existsByName(stripped)) {
            throw new AlreadyExists("project", stripped);
        }
        return stripped;
    }
}
