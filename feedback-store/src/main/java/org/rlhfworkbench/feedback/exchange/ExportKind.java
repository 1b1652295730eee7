package org.rlhfworkbench.feedback.exchange;

/** The files of a project; see the formats' documentation for their lines. */
public enum ExportKind {
    PROMPTS("prompts.jsonl"),
    DEMONSTRATIONS("demonstrations.jsonl"),
    RANKINGS("rankings.jsonl"),
    /** The pairs that the counted and adjudicated rankings imply. */
    PAIRS("pairs.jsonl");

    private final String fileName;

    ExportKind(String fileName) {
        this.fileName = fileName;
    }

    public String fileName() {
        return fileName;
    }
}
