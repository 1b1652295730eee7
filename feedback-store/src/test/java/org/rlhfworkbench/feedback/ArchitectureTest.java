package org.rlhfworkbench.feedback;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import org.junit.jupiter.api.Test;
import org.springframework.data.repository.Repository;

class ArchitectureTest {

    private static final JavaClasses STORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.rlhfworkbench.feedback");

    @Test
    void the_store_knows_neither_trainers_nor_views() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.djl..",
                        "com.vaadin..",
                        "org.springframework.web..",
                        "org.rlhfworkbench.lm..",
                        "org.rlhfworkbench.reward..",
                        "org.rlhfworkbench.policy..",
                        "org.rlhfworkbench.ui..")
                .check(STORE);
    }

    @Test
    void entities_and_repositories_stay_inside_their_feature() {
        classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .or()
                .areAnnotatedWith(Embeddable.class)
                .or()
                .areAssignableTo(Repository.class)
                .should()
                .bePackagePrivate()
                .check(STORE);
    }

    @Test
    void features_do_not_depend_on_each_other_in_a_circle() {
        slices().matching("org.rlhfworkbench.feedback.(*)..")
                .should()
                .beFreeOfCycles()
                .check(STORE);
    }

    @Test
    void what_features_share_does_not_know_them() {
        noClasses()
                .that()
                .resideInAnyPackage("org.rlhfworkbench.feedback", "..feedback.lines..", "..feedback.conversation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..feedback.people..",
                        "..feedback.prompts..",
                        "..feedback.campaigns..",
                        "..feedback.labels..",
                        "..feedback.assignment..",
                        "..feedback.exchange..")
                .check(STORE);
    }
}
