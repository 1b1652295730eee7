package org.rlhfworkbench.ui.shell;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.SystemMessages;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What happens when a click fails: a refusal of the store is shown as it is, anything else with a reference into the log. */
@Component
class UnexpectedErrors implements VaadinServiceInitListener, ErrorHandler {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(UnexpectedErrors.class);

    /** Puts the failure into the log and returns the reference under which it is found there. */
    static String log(Throwable failure) {
        String reference =
                Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36, 36 * 36 * 36 * 36 * 36), 36);
        log.error("Unexpected failure, reference {}", reference, failure);
        return reference;
    }

    @Override
    public void error(ErrorEvent event) {
        FeedbackException refusal = refusalIn(event.getThrowable());
        String words =
                refusal == null ? say("error.unexpected-notice", log(event.getThrowable())) : Refusals.words(refusal);
        if (UI.getCurrent() != null) {
            Notices.failed(words);
        }
    }

    private static @Nullable FeedbackException refusalIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FeedbackException refusal) {
                return refusal;
            }
        }
        return null;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addSessionInitListener(session -> session.getSession().setErrorHandler(this));
        event.getSource().setSystemMessagesProvider(info -> messages());
    }

    private static SystemMessages messages() {
        CustomizedSystemMessages messages = new CustomizedSystemMessages();
        messages.setSessionExpiredNotificationEnabled(true);
        messages.setSessionExpiredCaption(say("error.session-ended"));
        messages.setSessionExpiredMessage(say("error.session-ended-help"));
        messages.setInternalErrorCaption(say("error.unexpected"));
        messages.setInternalErrorMessage(say("error.internal-help"));
        return messages;
    }
}
