package org.rlhfworkbench.ui.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartOptionsTest {
    @Test
    void values_follow_their_option_with_a_space_or_an_equals_sign() {
        StartOptions options = StartOptions.parse("--port", "9000", "--home=/data/workbench");

        assertThat(options.port()).isEqualTo(9000);
        assertThat(options.home()).isEqualTo(Path.of("/data/workbench"));
        assertThat(options.address()).isEqualTo("http://localhost:9000");
    }

    @Test
    void behind_a_proxy_the_address_is_the_one_that_people_open() {
        assertThat(StartOptions.parse("--base-url", "https://labels.example.org")
                        .address())
                .isEqualTo("https://labels.example.org");
    }

    @Test
    void port_0_is_a_free_one_that_is_said() {
        StartOptions options = StartOptions.parse("--port", "0");

        assertThat(options.port()).isPositive();
        assertThat(options.address()).isEqualTo("http://localhost:" + options.port());
    }

    @Test
    void wrong_options_are_refused_with_status_2_and_the_right_ones() {
        assertUsage("Unknown option --prot", "--prot", "80");
        assertUsage("--port needs a value", "--port");
        assertUsage("--port takes a number from 0 to 65535", "--port", "http");
        assertUsage("--port takes a number from 0 to 65535", "--port", "70000");
        assertUsage("--base-url takes an address", "--base-url", "labels");
    }

    @Test
    void a_busy_port_is_named_with_the_way_out() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            StartOptions options = StartOptions.parse("--port", Integer.toString(other.getLocalPort()));

            assertThatThrownBy(options::refuseBusyPort)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("Port " + other.getLocalPort() + " is in use.")
                    .hasMessageContaining("--port " + (other.getLocalPort() + 1));
        }
    }

    @Test
    void a_home_that_cannot_be_a_folder_is_named(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() -> HomeFolder.claim(file.resolve("home")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(file.resolve("home").toString());
    }

    private static void assertUsage(String message, String... arguments) {
        assertThatThrownBy(() -> StartOptions.parse(arguments))
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        failure -> assertThat(failure.exitStatus()).isEqualTo(2))
                .hasMessageContaining(message);
    }
}
