package io.signet.simulator.report;

import java.util.List;

/**
 * What a chart shows, in numbers: for those who do not see it, and for the script that reads values under the pointer.
 *
 * @param columns heads; the first column names the row
 * @param rows in the order of the chart
 */
record DataTable(List<String> columns, List<Row> rows) {
    /**
     * A row.
     *
     * @param at where in the chart's width it is, 0 to 1
     * @param cells one a column
     */
    record Row(double at, List<String> cells) {
        Row {
            cells = List.copyOf(cells);
        }
    }

    DataTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Writes it folded, as {@code id}. */
    void writeFolded(Markup out, String id, String title) {
        out.open("details")
                .leaf("summary", "Data: " + title)
                .open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Data: " + title)
                .open("table", "id", id, "class", "data")
                .open("thead")
                .open("tr");
        columns.forEach(column -> out.leaf("th", column, "scope", "col"));
        out.close().close().open("tbody");
        for (Row row : rows) {
            out.open("tr", "data-at", Words.number(row.at()));
            out.leaf("th", row.cells().get(0), "scope", "row");
            row.cells().stream().skip(1).forEach(cell -> out.leaf("td", cell));
            out.close();
        }
        out.close().close().close().close();
    }
}
