package org.rlhfworkbench.ui.files;

import com.vaadin.flow.component.html.Anchor;
import java.io.OutputStream;

/** A link that looks like a button and saves a file, written as it is fetched. */
public final class Download extends Anchor {

    /** Writes the file's content. */
    public interface Source {
        void writeTo(OutputStream out);
    }

    public Download(String text, String fileName, Source source) {
        super(
                event -> {
                    event.setFileName(fileName);
                    event.setContentType(type(fileName));
                    source.writeTo(event.getOutputStream());
                },
                text);
        addClassName("button");
        getElement().setAttribute("router-ignore", true);
    }

    private static String type(String fileName) {
        return fileName.endsWith(".zip") ? "application/zip" : "application/x-ndjson; charset=utf-8";
    }
}
