package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableBody;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;

/** A plain table for a few dozen rows: hairlines, no frame. On a narrow screen each row becomes a small block. */
public final class Table extends NativeTable {
    private final NativeTableBody body = getBody();
    private final String[] headers;

    public Table(String... headers) {
        this.headers = headers;
        addClassName("table");
        NativeTableRow head = getHead().addRow();
        for (String header : headers) {
            NativeTableHeaderCell cell = new NativeTableHeaderCell(header);
            cell.getElement().setAttribute("scope", "col");
            head.add(cell);
        }
    }

    /** Adds a row; each cell knows its column's name, which a narrow screen shows beside it. */
    public NativeTableRow row(Component... cells) {
        NativeTableRow row = new NativeTableRow();
        for (int i = 0; i < cells.length; i++) {
            NativeTableCell cell = new NativeTableCell(cells[i]);
            cell.getElement().setAttribute("data-label", headers[i]);
            row.add(cell);
        }
        body.add(row);
        return row;
    }

    /** A cell whose second line is dim. */
    public static Div twoLines(Component first, String second) {
        Span dim = new Span(second);
        dim.addClassName("dim");
        Div cell = new Div(first, dim);
        cell.addClassName("two-lines");
        return cell;
    }
}
