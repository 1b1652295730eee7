package org.rlhfworkbench.ui.files;

import com.vaadin.flow.component.html.Anchor;
import java.io.OutputStream;

/** A link that looks like a button and saves a file of JSON Lines, written as it is fetched. */
public final class Download extends Anchor {

    /** Writes the file's content. */
    public interface Source {
        void writeTo(OutputStream out);
    }

    public Download(String text, String fileName, Source source) {
        super(
                event -> {
                    event.setFileName(fileName);
                    event.setContentType("application/x-ndjson; charset=utf-8");
                    source.writeTo(event.getOutputStream());
                },
                text);
        addClassName("button");
        getElement().setAttribute("router-ignore", true);
    }
}
