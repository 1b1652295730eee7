package org.rlhfworkbench.ui.shell;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.server.VaadinRequest;
import org.rlhfworkbench.ui.security.SignedIn;

/** The person's name at the top right: account, people, light or dark, sign out. */
class AccountMenu extends MenuBar {
    AccountMenu(SignedIn signedIn) {
        addClassName("account-menu");
        addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        MenuItem root = addItem(signedIn.person().displayName());
        SubMenu menu = root.getSubMenu();
        menu.addItem(say("page.account"), chosen -> UI.getCurrent().navigate(Paths.ACCOUNT));
        if (signedIn.owner()) {
            menu.addItem(say("page.projects"), chosen -> UI.getCurrent().navigate(Paths.PROJECTS));
            menu.addItem(say("page.next"), chosen -> UI.getCurrent().navigate(Paths.NEXT));
        }
        if (signedIn.administrator()) {
            menu.addItem(say("page.people"), chosen -> UI.getCurrent().navigate(Paths.PEOPLE));
        }
        menu.addSeparator();
        addThemes(menu);
        menu.addSeparator();
        menu.addItem(say("menu.sign-out"), chosen -> signedIn.signOut());
    }

    private static void addThemes(SubMenu menu) {
        Theme current = Theme.of(VaadinRequest.getCurrent());
        for (Theme theme : Theme.values()) {
            MenuItem item = menu.addItem(say("theme." + theme.attribute()));
            item.setCheckable(true);
            item.setChecked(theme == current);
            item.addClickListener(chosen -> {
                menu.getItems().stream()
                        .filter(MenuItem::isCheckable)
                        .forEach(other -> other.setChecked(other == item));
                UI.getCurrent().getPage().executeJs("window.workbench.theme($0)", theme.attribute());
            });
        }
    }
}
