package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Html;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.campaigns.Item;
import org.rlhfworkbench.feedback.campaigns.Output;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.ui.demonstrations.Authors;
import org.rlhfworkbench.ui.demonstrations.Turns;
import org.rlhfworkbench.ui.markdown.Markdown;
import org.rlhfworkbench.ui.shell.Amounts;

/** One item as its owner sees it: the prompt, every output, and who put them in which order. */
class ItemDialog extends Dialog {
    ItemDialog(Item item, CampaignDesk desk) {
        setHeaderTitle(item.key());
        setWidth("min(64rem, 100vw)");
        Div content = new Div(new Turns(item.prompt()), answers(item, desk), outputs(item));
        content.addClassName("dialog-reading");
        add(content);
        getFooter().add(new Button(say("items.close"), pressed -> close()));
    }

    private static Div answers(Item item, CampaignDesk desk) {
        Div section = new Div();
        List<Label> labels = desk.labels(item.id()).stream()
                .filter(label -> label.status() != LabelStatus.SUPERSEDED)
                .toList();
        if (labels.isEmpty()) {
            Span nobody = new Span(say("items.nobody"));
            nobody.addClassName("dim");
            section.add(nobody);
            return section;
        }
        Authors authors = desk.authors();
        UnorderedList list = new UnorderedList();
        list.addClassName("rows");
        labels.forEach(label -> list.add(answer(item, label, authors)));
        section.add(list);
        return section;
    }

    private static ListItem answer(Item item, Label label, Authors authors) {
        Judgement judgement = label.judgement();
        Span order = new Span(
                judgement.unrankable() == null
                        ? order(item, judgement)
                        : say("items.cannot", Objects.requireNonNull(judgement.unrankable())));
        order.addClassNames("num", "strong");
        List<String> facts = new ArrayList<>(List.of(authors.of(label.labelerId())));
        if (label.seconds() != null) {
            facts.add(Amounts.duration(label.seconds()));
        }
        facts.add(Amounts.ago(label.submittedAt()));
        if (label.status() == LabelStatus.SURPLUS) {
            facts.add(say("items.surplus"));
        }
        judgement.flags().forEach((key, flags) -> {
            if (!flags.isEmpty()) {
                facts.add(letter(item, key) + ": " + String.join(", ", flags));
            }
        });
        if (judgement.note() != null && !judgement.note().isBlank()) {
            facts.add("“" + judgement.note() + "”");
        }
        Span line = new Span(String.join(" · ", facts));
        line.addClassNames("dim", "small");
        return new ListItem(order, line);
    }

    /** {@code B > A = D > C}. */
    private static String order(Item item, Judgement judgement) {
        return judgement.groups().stream()
                .map(group -> group.stream().map(key -> letter(item, key)).collect(Collectors.joining(" = ")))
                .collect(Collectors.joining("  >  "));
    }

    private static String letter(Item item, String key) {
        int place = item.outputKeys().indexOf(key);
        return place < 0 ? key : String.valueOf((char) ('A' + place));
    }

    private static Div outputs(Item item) {
        Div outputs = new Div();
        outputs.addClassName("outputs");
        for (Output output : item.outputs()) {
            H3 letter = new H3(letter(item, output.key()));
            Span from = new Span(from(output));
            from.addClassNames("dim", "small");
            Div head = new Div(letter, from);
            head.addClassName("row");
            outputs.add(new Div(head, new Html("<div class=\"read\">" + Markdown.html(output.content()) + "</div>")));
        }
        return outputs;
    }

    private static String from(Output output) {
        List<String> facts = new ArrayList<>();
        if ("length".equals(output.finishReason())) {
            facts.add(say("items.cut-off"));
        }
        return String.join(" · ", facts);
    }
}
