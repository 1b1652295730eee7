package org.rlhfworkbench.ui.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.rlhfworkbench.ui.ApplicationTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

@ApplicationTest
class AccessTest {
    /** What a labeler may open beside what everybody may. */
    private static final Set<String> FOR_LABELERS = Set.of(
            "HomeView",
            "AccountView",
            "OwnPasswordView",
            "RankView",
            "WriteView",
            "NextView",
            "HistoryView",
            "GuidelinesView");

    @LocalServerPort
    int port;

    @TestFactory
    Stream<DynamicTest> every_page_but_the_sign_in_sends_a_stranger_to_sign_in() {
        return views().filter(view -> !view.isAnnotationPresent(AnonymousAllowed.class))
                .map(view -> DynamicTest.dynamicTest(view.getSimpleName(), () -> assertSentToSignIn("/" + path(view))));
    }

    @Test
    void only_the_sign_in_page_is_open_to_strangers() {
        assertThat(views().filter(view -> view.isAnnotationPresent(AnonymousAllowed.class)))
                .containsExactly(SignInView.class);
    }

    @TestFactory
    Stream<DynamicTest> every_page_names_who_may_open_it() {
        return views().map(view -> DynamicTest.dynamicTest(
                view.getSimpleName(),
                () -> assertThat(Stream.of(AnonymousAllowed.class, PermitAll.class, RolesAllowed.class)
                                .filter(view::isAnnotationPresent))
                        .hasSize(1)));
    }

    @Test
    void a_labeler_may_open_nothing_that_belongs_to_owners() {
        assertThat(views().filter(AccessTest::openToLabelers).map(Class::getSimpleName))
                .allMatch(name -> FOR_LABELERS.contains(name) || name.equals("SignInView"));
    }

    @Test
    void a_stranger_gets_no_file_but_those_that_the_sign_in_page_needs() throws Exception {
        assertThat(get("/workbench.css").statusCode()).isEqualTo(200);
        assertSentToSignIn("/_static/echarts/6.0.0/dist/echarts.common.min.js");
        assertSentToSignIn("/anything/else");
    }

    @Test
    void the_first_page_runs_only_scripts_of_this_server() throws Exception {
        HttpResponse<String> page = get("/sign-in");

        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .startsWith("default-src 'none'; script-src 'self' 'nonce-")
                .contains("frame-ancestors 'none'");
        assertThat(policy.substring(policy.indexOf("script-src"), policy.indexOf("style-src")))
                .doesNotContain("unsafe-inline");
        assertThat(page.body()).doesNotContain("http://", "https://").doesNotContainPattern("<script(?![^>]*nonce=)");
    }

    @Test
    void a_page_whose_session_is_gone_hears_so() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(address("/?v-r=uidl&v-uiId=0"))
                .header("Cookie", "JSESSIONID=gone")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"sessionExpired\":true");
    }

    private void assertSentToSignIn(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/sign-in");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(address(path)));
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    static Stream<Class<?>> views() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Route.class));
        return scanner.findCandidateComponents("org.rlhfworkbench.ui").stream().<Class<?>>map(found -> {
            try {
                return Class.forName(found.getBeanClassName()).asSubclass(Component.class);
            } catch (ClassNotFoundException gone) {
                throw new AssertionError(gone);
            }
        });
    }

    private static String path(Class<?> view) {
        return view.getAnnotation(Route.class).value().replaceAll(":[a-z]+", "1");
    }

    private static boolean openToLabelers(Class<?> view) {
        RolesAllowed roles = view.getAnnotation(RolesAllowed.class);
        return roles == null || Arrays.asList(roles.value()).contains("LABELER");
    }
}
