package org.rlhfworkbench.ui.rank;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.ui.labeling.Back;
import org.rlhfworkbench.ui.labeling.Key;
import org.rlhfworkbench.ui.labeling.SidePanel;
import org.rlhfworkbench.ui.labeling.WorkHeader;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Words;

/**
 * The frame of the ranking page. {@code rank.js} fills it and answers keys at once; it calls the methods below, in the
 * order in which things happened, and goes on before they have answered.
 */
class RankBoard extends Div {
    /** Each builds on those before it. */
    private static final List<String> SCRIPTS = List.of(
            "context://rank-state.js", "context://rank-drawing.js", "context://rank-drag.js", "context://rank.js");

    private final transient RankingDesk desk;

    RankBoard(RankingDesk desk, Campaign campaign, Back back) {
        this.desk = desk;
        addClassNames("rank", "is-empty", "is-loading");
        Section prompt = new Section();
        prompt.addClassName("rank-prompt");
        prompt.getElement().setAttribute("aria-label", say("rank.prompt"));
        Div outputs = new Div();
        outputs.addClassName("rank-outputs");
        Span spoken = new Span();
        spoken.addClassNames("rank-spoken", "for-screen-readers");
        spoken.getElement().setAttribute("role", "status");
        add(
                new WorkHeader(
                        back,
                        campaign.name(),
                        say("rank.kind"),
                        WorkHeader.opener(say("page.guidelines"), "G", "show-guidelines"),
                        WorkHeader.opener(say("labeling.help"), "?", "show-help")),
                correcting(),
                prompt,
                outputs,
                loading(),
                nothingLeft(back),
                bar(),
                SidePanel.guidelines(campaign.guidelines()),
                SidePanel.help(keys(campaign.form())),
                spoken);
    }

    /** @param first the answer to correct before anything else; null for none */
    void start(Campaign campaign, @Nullable Offered first) {
        SCRIPTS.forEach(UI.getCurrent().getPage()::addJavaScript);
        getElement()
                .executeJs(
                        "const board = window.rankBoard.attach(this, $0); board.receive($1); if ($2) board.correct($2);",
                        new Settings(
                                campaign.form(),
                                Words.beginningWith("rank.word-"),
                                Paths.in(campaign.projectId(), Paths.RANK, campaign.id())),
                        desk.inHands(),
                        first);
    }

    /** @param address of the page within the application */
    private record Settings(LabelForm form, Map<String, String> words, String address) {}

    private static Component correcting() {
        Span since = new Span();
        since.addClassName("rank-correcting");
        NativeButton leave = new NativeButton(say("rank.leave"));
        leave.addClassNames("link", "rank-leave");
        Div banner = new Div(since, leave);
        banner.addClassName("rank-banner");
        return banner;
    }

    /** Shows when an item takes longer than a blink. */
    private static Component loading() {
        Paragraph loading = new Paragraph(say("rank.loading"));
        loading.addClassNames("rank-loading", "dim");
        return loading;
    }

    private static Component nothingLeft(Back back) {
        EmptyState empty = new EmptyState(say("rank.nothing-left"), say("rank.nothing-left-help"), back.link());
        empty.addClassName("rank-nothing-left");
        return empty;
    }

    private Component bar() {
        Div line = new Div();
        line.addClassName("rank-line");
        line.getElement().setAttribute("role", "status");
        Div groups = new Div();
        groups.addClassName("rank-groups");
        groups.getElement().setAttribute("role", "list");
        groups.getElement().setAttribute("aria-label", say("rank.order"));
        Div steps = new Div(step("‹", "rank-better", say("rank.better")), step("›", "rank-worse", say("rank.worse")));
        steps.addClassName("rank-steps");
        Button save = button(say("rank.word-save"), "⏎", "rank-save", ButtonVariant.LUMO_PRIMARY);
        Div acts = new Div(
                quiet(say("rank.back"), "B", "rank-back"),
                quiet(say("rank.undo"), "U", "rank-undo"),
                act(say("rank.cannot"), "X", "rank-cannot", this::askWhyNot),
                act(say("rank.skip"), "S", "rank-skip", this::askToSkip));
        acts.addClassName("rank-acts");
        Footer bar = new Footer(line, groups, steps, acts, save);
        bar.addClassName("rank-bar");
        return bar;
    }

    private static NativeButton step(String sign, String className, String name) {
        NativeButton button = new NativeButton(sign);
        button.addClassName(className);
        button.setAriaLabel(name);
        button.setTitle(name);
        return button;
    }

    private static Button button(String text, String key, String className, ButtonVariant variant) {
        Key cap = new Key(key);
        cap.addClassName("where-there-is-room");
        Button button = new Button(text);
        button.setSuffixComponent(cap);
        button.addClassName(className);
        button.addThemeVariants(variant);
        return button;
    }

    private static Button quiet(String text, String key, String className) {
        return button(text, key, className, ButtonVariant.LUMO_TERTIARY);
    }

    private static Button act(String text, String key, String className, Runnable run) {
        Button button = quiet(text, key, className);
        button.addClickListener(pressed -> run.run());
        return button;
    }

    private static List<String> keys(LabelForm form) {
        return List.of(
                        say("rank.keys"),
                        form.strengths() ? say("rank.keys-strengths") : "",
                        form.ratings() ? say("rank.keys-ratings") : "",
                        form.flags().isEmpty() ? "" : say("rank.keys-flags"),
                        say("rank.keys-more"))
                .stream()
                .flatMap(lines -> List.of(lines.split("; ")).stream())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @ClientCallable
    private Delivery.Kept draft(String id, RankDraft draft) {
        return desk.keep(id, draft);
    }

    @ClientCallable
    private Delivery submit(String id, RankDraft draft, double seconds) {
        return desk.submit(id, draft, seconds);
    }

    @ClientCallable
    private Delivery correct(double labelId, RankDraft draft, double seconds) {
        return desk.correct((long) labelId, draft, seconds);
    }

    @ClientCallable
    private Delivery skip(String id, String reason) {
        return desk.skip(id, reason);
    }

    @ClientCallable
    private List<String> heartbeat(List<String> ids) {
        return desk.heartbeat(ids);
    }

    @ClientCallable
    private @Nullable Offered back(int depth) {
        return desk.back(depth);
    }

    @ClientCallable
    private void askToSkip() {
        new ReasonDialog("rank.skip-", reason -> getElement().executeJs("this.board.skip($0)", reason)).open();
    }

    @ClientCallable
    private void askWhyNot() {
        new ReasonDialog("rank.cannot-", reason -> getElement().executeJs("this.board.cannot($0)", reason)).open();
    }
}
