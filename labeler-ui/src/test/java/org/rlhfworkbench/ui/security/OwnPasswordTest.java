package org.rlhfworkbench.ui.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.PasswordField;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.ui.ApplicationTest;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
@SignedInAs(Role.LABELER)
class OwnPasswordTest extends SpringBrowserlessTest {

    @Autowired
    People people;

    @Test
    void whoever_comes_with_an_issued_password_makes_an_own_one_before_anything_else() {
        long id = people.byUsername(SignedInAs.Factory.username(Role.LABELER))
                .orElseThrow()
                .id();
        people.resetPassword(id);

        navigate("next", OwnPasswordView.class);
        test($(PasswordField.class).single()).setValue("short");
        test($(Button.class).withText("Keep this password").single()).click();
        assertThat($(PasswordField.class).single().getErrorMessage()).contains("at least 10 characters");

        test($(PasswordField.class).single()).setValue("only I know this");
        test($(Button.class).withText("Keep this password").single()).click();
        assertThat(people.hasIssuedPassword(id)).isFalse();
    }
}
