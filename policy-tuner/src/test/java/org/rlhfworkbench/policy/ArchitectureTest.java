package org.rlhfworkbench.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.rlhfworkbench.policy");

    @Test
    void the_policy_tuner_knows_the_language_model_and_the_reward_trainer_alone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.rlhfworkbench.policy..",
                        "org.rlhfworkbench.reward..",
                        "org.rlhfworkbench.lm..",
                        "java..",
                        "ai.djl..",
                        "com.fasterxml.jackson.annotation..",
                        "tools.jackson..",
                        "picocli..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void features_do_not_depend_on_each_other_in_circles() {
        slices().matching("org.rlhfworkbench.policy.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void only_commands_know_the_command_line() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..command..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "..command..")
                .check(CLASSES);
    }
}
