package org.rlhfworkbench.ui.markdown;

import java.util.List;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Safelist;

/**
 * CommonMark with tables as HTML that can do nothing: no scripts, no forms, no styles, and nothing is loaded from
 * anywhere, images included. HTML within the text shows as the text that it is.
 */
public final class Markdown {
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .softbreak("<br>")
            .nodeRendererFactory(DescribedImages::new)
            .build();
    private static final Safelist SAFE = Safelist.none()
            .addTags("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "code", "pre", "blockquote")
            .addTags("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a")
            .addAttributes("ol", "start")
            .addAttributes("th", "align")
            .addAttributes("td", "align")
            .addAttributes("a", "href")
            .addProtocols("a", "href", "http", "https", "mailto")
            .addEnforcedAttribute("a", "rel", "noopener noreferrer nofollow")
            .addEnforcedAttribute("a", "target", "_blank");
    private static final Document.OutputSettings AS_IT_IS = new Document.OutputSettings().prettyPrint(false);

    private Markdown() {}

    /** Sanitised HTML. An image becomes its description, a line break stays one. */
    public static String html(String text) {
        return Jsoup.clean(RENDERER.render(PARSER.parse(text)), "", SAFE, AS_IT_IS);
    }

    /** An image is not loaded; its description stands at its place. */
    private record DescribedImages(HtmlNodeRendererContext context) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Image.class);
        }

        @Override
        public void render(Node image) {
            for (Node part = image.getFirstChild(); part != null; part = part.getNext()) {
                context.render(part);
            }
        }
    }
}
