package org.rlhfworkbench.ui.labeling;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Html;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.NativeButton;
import java.util.List;
import org.rlhfworkbench.ui.markdown.Markdown;

/** Slides over the right of a working page and leaves the work in view and in reach of the keys. Closed at first. */
public final class SidePanel extends Aside {

    private SidePanel(String className, String title, Component content) {
        addClassNames("side-panel", className);
        getElement().setAttribute("hidden", true);
        getElement().setAttribute("tabindex", "-1");
        getElement().setAttribute("aria-label", title);
        NativeButton close = new NativeButton("×");
        close.addClassNames("link", "panel-close");
        close.setAriaLabel(say("labeling.close"));
        Header header = new Header(new H2(title), close);
        add(header, content);
    }

    public static SidePanel guidelines(String markdown) {
        return new SidePanel(
                "guidelines",
                say("page.guidelines"),
                text(markdown.isBlank() ? say("labeling.no-guidelines") : markdown));
    }

    /** @param keys lines of a key or keys and what they do, such as {@code U | takes back} */
    public static SidePanel help(List<String> keys) {
        DescriptionList list = new DescriptionList();
        list.addClassName("keys");
        for (String line : keys) {
            int bar = line.indexOf('|');
            DescriptionList.Term term = new DescriptionList.Term();
            for (String key : line.substring(0, bar).strip().split(" ")) {
                term.add(new Key(key));
            }
            list.add(
                    term,
                    new DescriptionList.Description(line.substring(bar + 1).strip()));
        }
        return new SidePanel("help", say("labeling.keys"), list);
    }

    /** Markdown at reading size. */
    public static Div text(String markdown) {
        Div text = new Div(new Html("<div>" + Markdown.html(markdown) + "</div>"));
        text.addClassName("read");
        return text;
    }
}
