package org.rlhfworkbench.lm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "org.rlhfworkbench.lm.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.rlhfworkbench.lm");

    @Test
    void the_language_model_knows_no_other_module_no_spring_and_no_jpa() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.rlhfworkbench.reward..",
                        "org.rlhfworkbench.policy..",
                        "org.rlhfworkbench.feedback..",
                        "org.rlhfworkbench.ui..",
                        "org.springframework..",
                        "jakarta..",
                        "org.hibernate..",
                        "com.vaadin..")
                .check(CLASSES);
    }

    @Test
    void features_do_not_depend_on_each_other_in_circles() {
        slices().assignedFrom(new Features()).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void what_computes_knows_neither_runs_nor_the_command_line() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..lm.kernel..",
                        "..lm.model..",
                        "..lm.checkpoint..",
                        "..lm.sampling..",
                        "..lm.optimisation..",
                        "..lm.tokenizer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "..lm.command..", "..lm.run..", "..lm.data..")
                .check(CLASSES);
    }

    @Test
    void only_commands_and_their_options_know_the_command_line() {
        classes()
                .that()
                .resideOutsideOfPackage("..lm.command..")
                .and()
                .haveSimpleNameNotEndingWith("Command")
                .and()
                .haveSimpleNameNotEndingWith("Options")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("picocli..", "..lm.command..")
                .check(CLASSES);
    }

    /** A package is a feature; a model and the files that hold one are a feature together. */
    private static final class Features implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            if (!type.getPackageName().startsWith(ROOT)) {
                return SliceIdentifier.ignore();
            }
            String name = type.getPackageName().substring(ROOT.length());
            return SliceIdentifier.of(name.equals("checkpoint") ? "model" : name);
        }

        @Override
        public String getDescription() {
            return "features";
        }
    }
}
