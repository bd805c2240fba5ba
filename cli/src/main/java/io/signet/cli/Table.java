package io.signet.cli;

import io.signet.verifier.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A plain table: a header, aligned columns two blanks apart, no lines. Cells are made {@link Printable}. */
final class Table {
    private static final String GAP = "  ";

    /** Which side of its column a cell keeps to. */
    enum Align {
        LEFT,
        RIGHT
    }

    /**
     * A column.
     *
     * @param title its header
     * @param align where cells go: numbers to the right
     */
    record Column(String title, Align align) {
        static Column left(String title) {
            return new Column(title, Align.LEFT);
        }

        static Column right(String title) {
            return new Column(title, Align.RIGHT);
        }
    }

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if the number of cells is not that of the columns
     */
    Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("a row has " + columns.size() + " cells, not " + cells.length);
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Printable.of(cell.toString()));
        }
        rows.add(List.copyOf(row));
        return this;
    }

    /** Prints the header and all rows. */
    void print(PrintWriter out) {
        int[] widths = new int[columns.size()];
        List<String> titles = columns.stream().map(Column::title).toList();
        widen(widths, titles);
        rows.forEach(row -> widen(widths, row));
        printRow(out, widths, titles);
        rows.forEach(row -> printRow(out, widths, row));
    }

    private static void widen(int[] widths, List<String> row) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], length(row.get(i)));
        }
    }

    private void printRow(PrintWriter out, int[] widths, List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - length(row.get(i)));
            boolean right = columns.get(i).align() == Align.RIGHT;
            line.append(i == 0 ? "" : GAP)
                    .append(right ? padding : "")
                    .append(row.get(i))
                    .append(right ? "" : padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
