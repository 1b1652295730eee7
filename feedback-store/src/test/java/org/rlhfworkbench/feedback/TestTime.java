package org.rlhfworkbench.feedback;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Lets tests move time on. */
@TestConfiguration(proxyBeanMethods = false)
class TestTime {

    @Bean
    @Primary
    MovableClock movableClock() {
        return new MovableClock();
    }
}
