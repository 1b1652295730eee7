package org.rlhfworkbench.ui.shell;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.SystemMessages;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.util.Locale;
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

    private final transient Messages words;

    UnexpectedErrors(Messages words) {
        this.words = words;
    }

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
        event.getSource().setSystemMessagesProvider(info -> messages(info.getLocale()));
    }

    /** Asked for when a session is gone, and then there is no current service through which {@link Words} could speak. */
    private SystemMessages messages(@Nullable Locale asked) {
        Locale locale = asked == null ? Locale.ENGLISH : asked;
        CustomizedSystemMessages messages = new CustomizedSystemMessages();
        messages.setSessionExpiredNotificationEnabled(true);
        messages.setSessionExpiredCaption(words.getTranslation("error.session-ended", locale));
        messages.setSessionExpiredMessage(words.getTranslation("error.session-ended-help", locale));
        messages.setCookiesDisabledCaption(words.getTranslation("error.no-cookies", locale));
        messages.setCookiesDisabledMessage(words.getTranslation("error.no-cookies-help", locale));
        messages.setInternalErrorCaption(words.getTranslation("error.unexpected", locale));
        messages.setInternalErrorMessage(words.getTranslation("error.internal-help", locale));
        return messages;
    }
}
