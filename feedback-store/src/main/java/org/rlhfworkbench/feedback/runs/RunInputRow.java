package org.rlhfworkbench.feedback.runs;

import jakarta.persistence.Embeddable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Embeddable
class RunInputRow {

    String inputRole;

    @Nullable
    Long modelId;

    @Nullable
    String filePath;

    @Nullable
    String sha256;

    @Nullable
    Long lineCount;

    @SuppressWarnings("NullAway.Init")
    protected RunInputRow() {}

    RunInputRow(RunInput input) {
        this.inputRole = input.role();
        switch (input) {
            case RunInput.OfModel model -> this.modelId = model.modelId();
            case RunInput.OfFile file -> {
                this.filePath = file.path();
                this.sha256 = file.sha256();
                this.lineCount = file.lines();
            }
        }
    }

    RunInput toRecord() {
        return modelId != null
                ? new RunInput.OfModel(inputRole, modelId)
                : new RunInput.OfFile(
                        inputRole,
                        Objects.requireNonNull(filePath),
                        Objects.requireNonNull(sha256),
                        Objects.requireNonNull(lineCount));
    }
}
