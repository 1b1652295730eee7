package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.component.UI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Lets open pages look again every few seconds, for what nobody announces, such as labels that people submit. */
@Component
public class LivePages implements DisposableBean {
    private static final long SECONDS = 3;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("live-pages").factory());

    /** Runs {@code look} in the page until the future is cancelled or the page is closed, which ends it with an exception. */
    public ScheduledFuture<?> every(UI ui, Runnable look) {
        return clock.scheduleWithFixedDelay(() -> ui.access(look::run), SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
    }
}
