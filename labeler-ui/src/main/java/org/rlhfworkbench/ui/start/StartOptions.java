package org.rlhfworkbench.ui.start;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code workbench start} accepts.
 *
 * @param port TCP port of the web application
 * @param home folder of the database, the runs and the log
 * @param baseUrl address under which people reach the application, when it is not {@code http://localhost:port}
 */
public record StartOptions(int port, Path home, @Nullable URI baseUrl, boolean help) {
    public static final String USAGE = """
            Usage: ./workbench start [--port 8080] [--home DIR] [--base-url URL]
              --port      the port to listen on (8080); 0 takes a free one and says which
              --home      the folder that keeps the database, the runs and the log (home)
              --base-url  the address that people open, when a proxy stands before the application""";

    private static final int DEFAULT_PORT = 8080;
    private static final int HIGHEST_PORT = 65_535;
    private static final int ANY = 0;

    public static StartOptions parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            int equals = name.indexOf('=');
            if (name.equals("--help") || name.equals("-h")) {
                given.put("--help", "");
            } else if (equals > 0) {
                given.put(known(name.substring(0, equals)), name.substring(equals + 1));
            } else if (i + 1 < arguments.length) {
                given.put(known(name), arguments[++i]);
            } else {
                throw StartFailure.usage(known(name) + " needs a value.\n" + USAGE);
            }
        }
        String url = given.get("--base-url");
        return new StartOptions(
                port(given.get("--port")),
                Path.of(given.getOrDefault("--home", System.getProperty("workbench.home", "home")))
                        .toAbsolutePath()
                        .normalize(),
                url == null ? null : url(url),
                given.containsKey("--help"));
    }

    private static String known(String name) {
        return switch (name) {
            case "--port", "--home", "--base-url" -> name;
            default -> throw StartFailure.usage("Unknown option " + name + ".\n" + USAGE);
        };
    }

    private static int port(@Nullable String text) {
        if (text == null) {
            return DEFAULT_PORT;
        }
        try {
            int port = Integer.parseInt(text);
            if (port == ANY) {
                return freePort();
            }
            if (port > 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // The line below says it for both cases.
        }
        throw StartFailure.usage("--port takes a number from 0 to " + HIGHEST_PORT + ", not “" + text + "”.");
    }

    /** Chosen here and not when Spring opens it, so that the address can be said and every part of the application knows it. */
    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(ANY)) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw StartFailure.failed("There is no free port: " + none.getMessage());
        }
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // The line below says it for both cases.
        }
        throw StartFailure.usage("--base-url takes an address such as https://labels.example.org, not “" + text + "”.");
    }

    /** Before anything slow starts: Spring would find out seconds later. */
    public void refuseBusyPort() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(port));
        } catch (BindException busy) {
            throw StartFailure.portInUse(port);
        } catch (IOException unusable) {
            throw StartFailure.failed("Port " + port + " cannot be opened: " + unusable.getMessage());
        }
    }

    /** The address to print and to open. */
    public String address() {
        return baseUrl == null ? "http://localhost:" + port : baseUrl.toString();
    }

    public Map<String, Object> properties() {
        return Map.of("server.port", port, "workbench.home", home.toString(), "workbench.base-url", address());
    }
}
