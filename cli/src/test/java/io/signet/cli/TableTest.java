package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    private static String print(Table table) {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void columns_areAligned() {
        Table table = new Table(Table.Column.left("picture"), Table.Column.right("ms"), Table.Column.left("node"))
                .row("a.png", 7, "n1")
                .row("meter-01.png", 1234, "node-2");
        assertThat(print(table))
                .isEqualTo(
                        """
                picture         ms  node
                a.png            7  n1
                meter-01.png  1234  node-2
                """);
    }

    @Test
    void controlCharactersInACell_doNotReachTheTerminal() {
        assertThat(print(new Table(Table.Column.left("x")).row("a\033[31m\nb\u202ec")))
                .isEqualTo("x\na?[31m?b?c\n");
    }

    @Test
    void rowOfAnotherWidth_isRefused() {
        assertThatThrownBy(() -> new Table(Table.Column.left("x")).row("a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row has 1 cells, not 2");
    }
}
