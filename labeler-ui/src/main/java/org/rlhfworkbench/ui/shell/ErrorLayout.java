package org.rlhfworkbench.ui.shell;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.router.RouterLayout;
import com.vaadin.flow.server.auth.AnonymousAllowed;

/** The frame of an error: it depends on nothing that could itself be what failed. */
@AnonymousAllowed
public class ErrorLayout extends Div implements RouterLayout {
    ErrorLayout() {
        addClassName("error-layout");
        Header header = new Header(new Anchor("", say("application.name")));
        add(header);
    }
}
