package org.rlhfworkbench.ui.security;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.communication.IndexHtmlRequestListener;
import com.vaadin.flow.server.communication.IndexHtmlResponse;
import java.security.SecureRandom;
import java.util.Base64;
import org.jsoup.nodes.Document;
import org.rlhfworkbench.ui.shell.Theme;
import org.springframework.stereotype.Component;

/**
 * Finishes the one HTML page that the browser loads: its Content-Security-Policy, our script, the chosen theme.
 *
 * <p>Only scripts of this server and those marked with the page's nonce run; there is no inline handler and no remote
 * source of anything. {@code unsafe-eval} stays because Flow's client turns the server's expressions into functions, and
 * inline styles because its components set them.
 */
@Component
class FirstPage implements VaadinServiceInitListener, IndexHtmlRequestListener {
    private static final int NONCE_BYTES = 18;
    private static final String POLICY = "default-src 'none'; script-src 'self' 'nonce-%s' 'unsafe-eval'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
            + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private final SecureRandom random = new SecureRandom();

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.addIndexHtmlRequestListener(this);
    }

    @Override
    public void modifyIndexHtmlResponse(IndexHtmlResponse response) {
        String nonce = nonce();
        Document page = response.getDocument();
        page.head().appendElement("script").attr("src", "workbench.js").attr("defer", true);
        page.select("script").attr("nonce", nonce);
        Theme theme = Theme.of(response.getVaadinRequest());
        page.selectXpath("/html").attr("data-theme", theme.attribute()).attr("lang", "en");
        response.getVaadinResponse().setHeader("Content-Security-Policy", POLICY.formatted(nonce));
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
