package org.rlhfworkbench.ui;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.rlhfworkbench.feedback.example.ExampleProject;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.models.NewModel;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.runs.NewRun;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunInput;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.launching.RunLauncher;
import org.rlhfworkbench.ui.security.SignedInAs;
import org.rlhfworkbench.ui.start.WorkbenchProperties;

/** Projects of the owner that a test runs as, under names that no other test has. */
public class OwnersProject {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Projects projects;
    private final ExampleProject example;
    private final People people;
    private final Models models;
    private final Runs runs;
    private final RunLauncher launcher;
    private final WorkbenchProperties properties;

    OwnersProject(
            Projects projects,
            ExampleProject example,
            People people,
            Models models,
            Runs runs,
            RunLauncher launcher,
            WorkbenchProperties properties) {
        this.projects = projects;
        this.example = example;
        this.people = people;
        this.models = models;
        this.runs = runs;
        this.launcher = launcher;
        this.properties = properties;
    }

    public Project empty() {
        return projects.create(name(), "", owner());
    }

    /** Of the person that a test with this role runs as. */
    public Project empty(Role role) {
        return projects.create(name(), "", person(role));
    }

    /** With the example's prompts and demonstrations. */
    public Project example() {
        return example.create(name(), "", owner());
    }

    public long owner() {
        return person(Role.OWNER);
    }

    private long person(Role role) {
        return people.byUsername(SignedInAs.Factory.username(role))
                .orElseThrow()
                .id();
    }

    private static String name() {
        return "Owner’s project " + NUMBER.incrementAndGet();
    }

    /** Runs stay in the queue from here on. */
    public void holdRuns() {
        launcher.stop();
    }

    /** For the tests that come after. */
    public void letRunsGo() {
        launcher.start();
    }

    /** A fine-tuning run that waits in the queue while runs are held. */
    public Run sft(Project project) {
        Model base = models.register(new NewModel(project.id(), "base", ModelKind.BASE, "base", null, null, null, 0));
        return runs.enqueue(new NewRun(
                project.id(),
                RunKind.SFT,
                1,
                properties.runs(),
                Map.of(),
                List.of(new RunInput.OfModel("model", base.id())),
                null));
    }
}
