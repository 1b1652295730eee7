package org.rlhfworkbench.feedback.rounds;

import java.util.List;

/**
 * A project at a glance.
 *
 * @param rounds the newest first; never empty
 */
public record Overview(List<Round> rounds, NextAct next) {}
