package org.rlhfworkbench.ui;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.vaadin.flow.component.dependency.CssImport;
import com.vaadin.flow.component.dependency.JavaScript;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import org.junit.jupiter.api.Test;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.rlhfworkbench.ui");

    @Test
    void of_our_modules_only_the_store_is_known() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.rlhfworkbench.lm..",
                        "org.rlhfworkbench.reward..",
                        "org.rlhfworkbench.policy..",
                        "ai.djl..")
                .check(classes);
    }

    @Test
    void the_engine_is_not_even_on_the_class_path() {
        assertThat(getClass().getResource("/ai/djl/engine/Engine.class")).isNull();
    }

    @Test
    void views_keep_no_entities_and_open_no_transactions() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.persistence..",
                        "org.springframework.data.jpa..",
                        "org.springframework.data.repository..",
                        "org.springframework.transaction..")
                .check(classes);
    }

    @Test
    void nothing_asks_for_a_frontend_build() {
        noClasses()
                .should()
                .beAnnotatedWith(JsModule.class)
                .orShould()
                .beAnnotatedWith(JavaScript.class)
                .orShould()
                .beAnnotatedWith(NpmPackage.class)
                .orShould()
                .beAnnotatedWith(CssImport.class)
                .check(classes);
    }

    @Test
    void every_endpoint_names_the_roles_that_may_call_it() {
        methods()
                .that()
                .areAnnotatedWith(GetMapping.class)
                .or()
                .areAnnotatedWith(PostMapping.class)
                .should()
                .beAnnotatedWith(PreAuthorize.class)
                .allowEmptyShould(true)
                .check(classes);
    }
}
