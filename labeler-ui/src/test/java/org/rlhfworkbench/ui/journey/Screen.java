package org.rlhfworkbench.ui.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.rlhfworkbench.ui.Browser;

/**
 * A page as people know it: by what things are and how they are called. Both come from the browser's accessibility tree,
 * which is what a screen reader gets, shadow roots included.
 */
final class Screen implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String TEXT = """
            const parts = [];
            function read(node) {
              if (node.nodeType === Node.TEXT_NODE) parts.push(node.data);
              if (node.nodeType !== Node.ELEMENT_NODE || ["STYLE", "SCRIPT", "NOSCRIPT"].includes(node.tagName)) return;
              const style = getComputedStyle(node);
              if (style.display === "none" || style.visibility === "hidden") return;
              if (node.matches("input:not([type=password]), textarea")) parts.push(node.value);
              const slotted = node.tagName === "SLOT" ? node.assignedNodes() : [];
              (slotted.length ? slotted : [...(node.shadowRoot ?? node).childNodes]).forEach(read);
              if (!["inline", "contents"].includes(style.display)) parts.push("\\n");
            }
            read(document.body);
            return parts.join("").replace(/[ \\t]+/g, " ").replace(/\\s*\\n\\s*/g, "\\n").trim();""";

    private final ChromeDriver browser = Browser.open();
    private final String address;

    Screen(String address) {
        this.address = address;
        browser.manage().window().setSize(new Dimension(1280, 900));
    }

    void open(String path) {
        browser.get(address + "/" + path);
    }

    void reload() {
        browser.navigate().refresh();
    }

    /** The address within the application. */
    String path() {
        return browser.getCurrentUrl().substring(address.length() + 1);
    }

    /** Clicks on what has this role and name; where there are several, on the one that came last. */
    void click(String role, String name) {
        until(role + " “" + name + "”", () -> {
            WebElement found = find(role, name).orElseThrow(() -> new NoSuchElementException(name));
            found.click();
            return true;
        });
    }

    /** Replaces what stands in a field. */
    void fill(String name, String text) {
        until("field “" + name + "”", () -> {
            WebElement field = field(name);
            field.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
            return field.getDomProperty("value").equals(text);
        });
    }

    /** Types on after what stands in a field. */
    void append(String name, String text) {
        until("field “" + name + "”", () -> field(name).isDisplayed());
        field(name).sendKeys(Keys.chord(Keys.CONTROL, Keys.END), text);
    }

    String valueOf(String name) {
        return field(name).getDomProperty("value");
    }

    /** Waits until a field holds just this. */
    void seeValue(String name, String text) {
        until("field “" + name + "” to hold “" + text + "”", () -> valueOf(name).equals(text));
    }

    private WebElement field(String name) {
        return find("textbox", name)
                .or(() -> find("spinbutton", name))
                .orElseThrow(() -> new NoSuchElementException(name));
    }

    /** Presses keys wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    /** Gives a file to the upload that the page shows. */
    void upload(Path file) {
        until("an upload", () -> {
            browser.findElement(By.cssSelector("vaadin-upload"))
                    .getShadowRoot()
                    .findElement(By.cssSelector("input[type=file]"))
                    .sendKeys(file.toAbsolutePath().toString());
            return true;
        });
    }

    /** Waits until something has this role and name. */
    void see(String role, String name) {
        until(role + " “" + name + "”", () -> find(role, name).isPresent());
    }

    /** Waits until the page shows these words. */
    void see(String words) {
        until("the words “" + words + "”", () -> text().contains(words));
    }

    void until(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInSameThread()
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(condition::getAsBoolean);
    }

    /** All that the page shows, in reading order. */
    String text() {
        return (String) browser.executeScript(TEXT);
    }

    private Optional<WebElement> find(String role, String name) {
        Map<String, Object> root = map(
                browser.executeCdpCommand("DOM.getDocument", Map.of("depth", 0)).get("root"));
        Map<String, Object> query = Map.of("nodeId", root.get("nodeId"), "role", role, "accessibleName", name);
        List<?> nodes = (List<?>)
                browser.executeCdpCommand("Accessibility.queryAXTree", query).get("nodes");
        return nodes.stream()
                .map(Screen::map)
                .filter(node -> !Boolean.TRUE.equals(node.get("ignored")))
                .reduce((earlier, later) -> later)
                .map(node -> element(node.get("backendDOMNodeId")));
    }

    /**
     * The protocol's handle of an element becomes the driver's by way of a variable of the page. What is inside of a
     * component stands for the component, which the driver finds when it looks at what a click would meet.
     */
    private WebElement element(Object backendNodeId) {
        Map<String, Object> object =
                map(browser.executeCdpCommand("DOM.resolveNode", Map.of("backendNodeId", backendNodeId))
                        .get("object"));
        String keep = "function() { window.found = this.getRootNode().host ?? this }";
        browser.executeCdpCommand(
                "Runtime.callFunctionOn", Map.of("objectId", object.get("objectId"), "functionDeclaration", keep));
        return (WebElement) browser.executeScript("return window.found");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /** Saves a picture of the page and its text. */
    void save(Path folder, String name) throws IOException {
        Files.write(folder.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        Files.writeString(folder.resolve(name + ".txt"), browser.getCurrentUrl() + "\n\n" + text() + "\n");
    }

    @Override
    public void close() {
        browser.quit();
    }
}
