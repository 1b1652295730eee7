package org.rlhfworkbench.ui.shell;

/** Where the pages are. A page's path is written once, here, so that links and routes cannot drift apart. */
public final class Paths {
    public static final String PROJECTS = "projects";
    public static final String PEOPLE = "people";
    public static final String ACCOUNT = "account";

    /** What a labeler sees. */
    public static final String NEXT = "next";

    public static final String HISTORY = "history";
    public static final String GUIDELINES = "guidelines";

    /** The name of the route parameter that carries the project's id. */
    public static final String PROJECT = "project";

    private static final String IN_PROJECT = PROJECTS + "/:" + PROJECT + "/";
    public static final String OVERVIEW = IN_PROJECT + "overview";
    public static final String PROMPTS = IN_PROJECT + "prompts";
    public static final String CAMPAIGNS = IN_PROJECT + "campaigns";
    public static final String DEMONSTRATIONS = IN_PROJECT + "demonstrations";
    public static final String MODELS = IN_PROJECT + "models";
    public static final String RUNS = IN_PROJECT + "runs";
    public static final String PLAYGROUND = IN_PROJECT + "playground";
    public static final String SETTINGS = IN_PROJECT + "settings";

    /** A campaign's id follows, and the id of an answer to correct. */
    public static final String RANK = IN_PROJECT + "rank";

    /** A prompt's id follows, or {@link #FREE}. */
    public static final String WRITE = IN_PROJECT + "write";

    /** In place of a prompt: from nothing. */
    public static final String FREE = "free";

    private Paths() {}

    /**
     * A page of a project, such as {@code in(4, Paths.RUNS)}.
     *
     * @param more what comes after the page's own path, such as an id
     */
    public static String in(Object project, String page, Object... more) {
        StringBuilder path = new StringBuilder(page.replace(":" + PROJECT, project.toString()));
        for (Object part : more) {
            path.append('/').append(part);
        }
        return path.toString();
    }
}
