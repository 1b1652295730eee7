package org.rlhfworkbench.feedback.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A project with prompts and demonstrations, so that a newcomer has something real to run. */
@Service
public class ExampleProject {

    private final Projects projects;
    private final Prompts prompts;
    private final Demonstrations demonstrations;

    ExampleProject(Projects projects, Prompts prompts, Demonstrations demonstrations) {
        this.projects = projects;
        this.prompts = prompts;
        this.demonstrations = demonstrations;
    }

    /** Makes the project under the given name, owned by its creator. */
    @Transactional
    public Project create(String name, String description, long creatorId) {
        Project project = projects.create(name, description, creatorId);
        try (InputStream lines = resource("prompts.jsonl")) {
            prompts.importLines(project.id(), "prompts.jsonl", lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (InputStream lines = resource("demonstrations.jsonl")) {
            demonstrations.importLines(project.id(), "demonstrations.jsonl", lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return project;
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ExampleProject.class.getResourceAsStream(name), name);
    }
}
