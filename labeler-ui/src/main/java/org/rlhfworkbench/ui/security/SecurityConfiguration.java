package org.rlhfworkbench.ui.security;

import com.vaadin.flow.spring.security.VaadinDefaultRequestCache;
import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * Nothing opens without signing in, and no view without naming who may open it. Endpoints say so with
 * {@code @PreAuthorize}: were {@code @RolesAllowed} read here too, Spring would wrap every view in a proxy.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableMethodSecurity
class SecurityConfiguration {

    /** The files that the sign-in page needs. */
    private static final String[] PUBLIC_FILES = {"/workbench.css", "/workbench.js", "/icon.svg", "/aura/**"};

    /** For whatever is not the first page, which brings its own policy. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain pages(HttpSecurity http, VaadinDefaultRequestCache asked) {
        asked.setDelegateRequestCache(withoutTraceInTheAddress());
        http.authorizeHttpRequests(
                requests -> requests.requestMatchers(PUBLIC_FILES).permitAll());
        http.headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(NOTHING))
                .referrerPolicy(Customizer.withDefaults()));
        http.with(
                VaadinSecurityConfigurer.vaadin(),
                vaadin -> vaadin.loginView(SignInView.class)
                        // Vaadin answers an address that leads nowhere; its views deny by default, and so do our
                        // endpoints' methods.
                        .anyRequest(AuthorizeHttpRequestsConfigurer.AuthorizedUrl::authenticated));
        return http.build();
    }

    /**
     * Where somebody wanted to go before signing in. Spring would mark the address to save itself a look-up, and takes
     * null for not doing so, whatever its signature says.
     */
    @SuppressWarnings("NullAway")
    private static RequestCache withoutTraceInTheAddress() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setMatchingRequestParameterName(null);
        return cache;
    }
}
