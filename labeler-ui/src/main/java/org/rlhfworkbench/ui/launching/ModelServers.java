package org.rlhfworkbench.ui.launching;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.ui.start.WorkbenchProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps a few models ready to talk to, each in a process of its own that listens on the loopback address. The one that
 * nobody has asked for longest makes room for the next; an idle one goes after a while.
 */
@Component
public class ModelServers implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ModelServers.class);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_MILLIS = 100;
    private static final int KEY_BYTES = 24;

    private final WorkbenchProperties properties;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, Server> servers = new LinkedHashMap<>();
    private @Nullable ScheduledExecutorService sweeper;

    private static final class Server {
        final ChildProcess process;
        final String key;
        Instant lastUsed;

        Server(ChildProcess process, String key, Instant lastUsed) {
            this.process = process;
            this.key = key;
            this.lastUsed = lastUsed;
        }
    }

    /** How to reach a model that listens. */
    public record Address(int port, String key) {}

    ModelServers(WorkbenchProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Starts the model's server if it does not run yet and waits until it listens.
     *
     * @throws ModelUnavailable when it does not come up
     */
    public Address ready(Model model) {
        Server server = running(model);
        Instant deadline = clock.instant().plus(PATIENCE);
        while (clock.instant().isBefore(deadline)) {
            Optional<Integer> port = new RunFolder(server.process.folder())
                    .status()
                    .filter(said -> said.writtenSince(server.process.startedAtMillis()))
                    .map(RunStatus::port);
            if (port.isPresent()) {
                return new Address(port.get(), server.key);
            }
            if (!server.process.alive()) {
                throw new ModelUnavailable(whyNot(server.process.folder()));
            }
            pause();
        }
        throw new ModelUnavailable("");
    }

    /** Whether talking to the model would begin at once. */
    public synchronized boolean isRunning(Model model) {
        Server server = servers.get(model.id());
        return server != null && server.process.alive();
    }

    private synchronized Server running(Model model) {
        Server server = servers.get(model.id());
        if (server == null || !server.process.alive()) {
            servers.remove(model.id());
            makeRoom();
            server = launch(model);
            servers.put(model.id(), server);
        }
        server.lastUsed = clock.instant();
        return server;
    }

    private void makeRoom() {
        servers.values().removeIf(server -> !server.process.alive());
        while (servers.size() >= properties.modelServers()) {
            servers.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().lastUsed))
                    .map(Map.Entry::getKey)
                    .ifPresent(this::end);
        }
    }

    private void end(long modelId) {
        Server server = servers.remove(modelId);
        if (server != null) {
            server.process.stop();
        }
    }

    private Server launch(Model model) {
        Path folder = folder().resolve(Long.toString(model.id()));
        String key = newKey();
        try {
            Files.deleteIfExists(folder.resolve("state.json"));
            List<String> command = List.of(
                    properties.launcher().toString(),
                    "serve",
                    "--model",
                    model.folder(),
                    "--precision",
                    "bfloat16",
                    "--port",
                    "0",
                    "--run",
                    folder.toString());
            return new Server(
                    ChildProcess.start(command, folder, Map.of("WORKBENCH_NO_BUILD", "1", "WORKBENCH_API_KEY", key)),
                    key,
                    clock.instant());
        } catch (IOException failure) {
            throw new ModelUnavailable(String.valueOf(failure.getMessage()));
        }
    }

    private static String whyNot(Path folder) {
        return new RunFolder(folder).status().map(RunStatus::message).orElseGet(() -> ChildProcess.complaintIn(folder));
    }

    private synchronized void endIdle() {
        Instant limit = clock.instant().minus(IDLE);
        servers.entrySet().stream()
                .filter(entry -> entry.getValue().lastUsed.isBefore(limit))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::end);
    }

    private Path folder() {
        return properties.home().resolve("servers");
    }

    private String newKey() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ModelUnavailable("");
        }
    }

    /** A killed predecessor may have left servers behind; their keys died with it. */
    private void endLeftOvers() {
        try (Stream<Path> folders = Files.list(folder())) {
            folders.forEach(folder -> ChildProcess.runningIn(folder).ifPresent(ChildProcess::stop));
        } catch (IOException none) {
            log.debug("There is no folder of model servers yet.", none);
        }
    }

    @Override
    public void start() {
        endLeftOvers();
        sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("model-servers").factory());
        sweeper.scheduleWithFixedDelay(this::endIdle, 1, 1, TimeUnit.MINUTES);
    }

    @Override
    public synchronized void stop() {
        List.copyOf(servers.keySet()).forEach(this::end);
        if (sweeper != null) {
            sweeper.shutdownNow();
            sweeper = null;
        }
    }

    @Override
    public boolean isRunning() {
        return sweeper != null;
    }
}
