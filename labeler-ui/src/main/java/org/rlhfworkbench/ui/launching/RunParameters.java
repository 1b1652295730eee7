package org.rlhfworkbench.ui.launching;

/** Names of a run's parameters and inputs that are ours to interpret; every other parameter is a flag of the command. */
public final class RunParameters {
    /** The campaign that a sampling run fills. */
    public static final String CAMPAIGN = "campaign";

    /** Roles of models, which are the flags that name them. */
    public static final String MODEL = "model";

    public static final String POLICY = "policy";
    public static final String REWARD = "reward";

    private RunParameters() {}
}
