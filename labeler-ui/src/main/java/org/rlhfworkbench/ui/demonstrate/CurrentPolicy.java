package org.rlhfworkbench.ui.demonstrate;

import java.util.List;
import java.util.Optional;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.ui.launching.Chat;
import org.rlhfworkbench.ui.launching.ChatSettings;
import org.rlhfworkbench.ui.launching.Chats;
import org.springframework.stereotype.Component;

/** Asks the project's newest policy, or a base model while there is none yet. */
@Component
class CurrentPolicy implements Suggester {
    private final Models models;
    private final Chats chats;

    CurrentPolicy(Models models, Chats chats) {
        this.models = models;
        this.chats = chats;
    }

    @Override
    public Optional<String> model(long projectId) {
        return newest(projectId).map(Model::name);
    }

    private Optional<Model> newest(long projectId) {
        return models.newest(projectId, ModelKind.POLICY)
                .or(() -> models.usableBy(projectId).stream()
                        .filter(model -> model.kind() == ModelKind.BASE)
                        .findFirst());
    }

    @Override
    public Runnable ask(long projectId, List<Message> messages, Listener listener) {
        return newest(projectId)
                .map(model -> chats.ask(model, messages, ChatSettings.DEFAULT, passingOnTo(listener)))
                .<Runnable>map(chat -> chat::cancel)
                .orElseGet(() -> {
                    listener.failed("");
                    return () -> {};
                });
    }

    private static Chat.Listener passingOnTo(Listener listener) {
        return new Chat.Listener() {
            @Override
            public void text(String piece) {
                listener.text(piece);
            }

            @Override
            public void end(String finishReason) {
                listener.end();
            }

            @Override
            public void failed(String reason) {
                listener.failed(reason);
            }
        };
    }
}
