package org.rlhfworkbench.ui.security;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;

@Route(value = "sign-in", autoLayout = false)
@AnonymousAllowed
class SignInView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private final LoginForm form = new LoginForm(words());

    SignInView() {
        addClassName("sign-in");
        form.setAction("sign-in");
        form.setForgotPasswordButtonVisible(false);
        add(new Div(new H1(say("application.name")), new Paragraph(say("sign-in.lead")), form));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        form.setError(event.getLocation().getQueryParameters().getParameters().containsKey("error"));
    }

    @Override
    public String getPageTitle() {
        return say("sign-in.title");
    }

    private static LoginI18n words() {
        LoginI18n words = LoginI18n.createDefault();
        LoginI18n.Form fields = words.getForm();
        fields.setTitle("");
        fields.setUsername(say("sign-in.name"));
        fields.setPassword(say("sign-in.password"));
        fields.setSubmit(say("sign-in.submit"));
        LoginI18n.ErrorMessage error = words.getErrorMessage();
        error.setTitle(say("sign-in.refused"));
        error.setMessage(say("sign-in.refused-help"));
        error.setUsername(say("sign-in.name-missing"));
        error.setPassword(say("sign-in.password-missing"));
        return words;
    }
}
