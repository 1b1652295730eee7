package org.rlhfworkbench.feedback.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.FeedbackException.AlreadyExists;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.people.Role;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class ProjectsTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Projects projects;

    @Autowired
    People people;

    @Test
    void a_person_sees_the_projects_they_belong_to_and_an_administrator_sees_all() {
        Person admin =
                people.create("boss", "Boss", EnumSet.of(Role.ADMINISTRATOR)).person();
        Person ann = fixtures.labeler("ann");
        Project hers = projects.create("Hers", "", ann.id());
        Project other = fixtures.project();

        assertThat(projects.visibleTo(ann)).containsExactly(hers);
        assertThat(projects.visibleTo(admin)).contains(hers, other);
        assertThat(projects.roleOf(hers.id(), ann)).contains(MemberRole.OWNER);
        assertThat(projects.roleOf(other.id(), ann)).isEmpty();
        assertThat(projects.roleOf(other.id(), admin)).contains(MemberRole.OWNER);
    }

    @Test
    void a_member_changes_role_and_leaves() {
        Project project = fixtures.project();
        Person ann = fixtures.labeler("ann");

        projects.setMember(project.id(), ann.id(), MemberRole.LABELER);
        projects.setMember(project.id(), ann.id(), MemberRole.OWNER);
        assertThat(projects.members(project.id()))
                .filteredOn(member -> member.person().id() == ann.id())
                .extracting(Member::role)
                .containsExactly(MemberRole.OWNER);

        projects.removeMember(project.id(), ann.id());
        assertThat(projects.visibleTo(ann)).isEmpty();
    }

    @Test
    void the_last_owner_stays() {
        Person ann = fixtures.labeler("ann");
        Project project = projects.create("Last owner", "", ann.id());

        assertThatThrownBy(() -> projects.removeMember(project.id(), ann.id())).isInstanceOf(WrongState.class);
        assertThatThrownBy(() -> projects.setMember(project.id(), ann.id(), MemberRole.LABELER))
                .isInstanceOf(WrongState.class);
    }

    @Test
    void a_name_is_given_once() {
        Person ann = fixtures.labeler("ann");
        projects.create("Hers", "", ann.id());

        assertThatThrownBy(() -> projects.create(" Hers ", "", ann.id()))
                .isInstanceOf(AlreadyExists.class)
                .hasMessageContaining("Hers");
    }
}
