package org.rlhfworkbench.ui.security;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import org.rlhfworkbench.feedback.people.People;
import org.springframework.stereotype.Component;

/**
 * A password that was printed or handed over has been seen by somebody else: whoever signs in with one makes an own one
 * before anything else opens. The address stays, so that the page that was asked for opens afterwards.
 */
@Component
class OwnPasswordFirst implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1L;

    private final transient SignedIn signedIn;
    private final transient People people;

    OwnPasswordFirst(SignedIn signedIn, People people) {
        this.signedIn = signedIn;
        this.people = people;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addUIInitListener(init -> init.getUI().addBeforeEnterListener(this::check));
    }

    private void check(BeforeEnterEvent event) {
        Class<?> target = event.getNavigationTarget();
        boolean free = target == OwnPasswordView.class || target == SignInView.class;
        if (!free && signedIn.account().filter(people::hasIssuedPassword).isPresent()) {
            event.rerouteTo(OwnPasswordView.class);
        }
    }
}
