package org.rlhfworkbench.ui.shell;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;

/** The name of the project at the top, which opens the list of the others. */
class ProjectMenu extends MenuBar {
    private final transient Projects projects;
    private final transient Person person;

    ProjectMenu(Projects projects, Person person) {
        this.projects = projects;
        this.person = person;
        addClassName("project-menu");
        addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
    }

    void show(@Nullable String current) {
        removeAll();
        List<Project> mine = projects.visibleTo(person);
        String name = mine.stream()
                .filter(project -> Long.toString(project.id()).equals(current))
                .map(Project::name)
                .findFirst()
                .orElseGet(() -> say("application.name"));
        MenuItem root = addItem(name);
        mine.forEach(project ->
                root.getSubMenu().addItem(project.name(), chosen -> go(Paths.in(project.id(), Paths.OVERVIEW))));
        if (!mine.isEmpty()) {
            root.getSubMenu().addSeparator();
        }
        root.getSubMenu().addItem(say("menu.all-projects"), chosen -> go(Paths.PROJECTS));
    }

    private static void go(String path) {
        UI.getCurrent().navigate(path);
    }
}
