package org.rlhfworkbench.lm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

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
        slices().matching("org.rlhfworkbench.lm.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void files_of_weights_know_nothing_of_models() {
        noClasses()
                .that()
                .resideInAPackage("..lm.checkpoint..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..lm.model..", "..lm.kernel..", "..lm.tokenizer..")
                .check(CLASSES);
    }

    /** A template is a stranger's program: what it can reach is this package, its own values and nothing else. */
    @Test
    void templates_reach_nothing_but_values() {
        classes()
                .that()
                .resideInAPackage("..lm.jinja..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "..lm.jinja..",
                        "java.lang",
                        "java.lang.annotation",
                        "java.lang.invoke",
                        "java.lang.runtime",
                        "java.io",
                        "java.math",
                        "java.nio.charset",
                        "java.time..",
                        "java.util..",
                        "org.jspecify..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..lm.jinja..")
                .should()
                .callMethodWhere(JavaCall.Predicates.target(HasOwner.Predicates.With.owner(
                        JavaClass.Predicates.belongToAnyOf(Class.class, System.class, Runtime.class, Thread.class))))
                .check(CLASSES);
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
}
