package io.signet.simulator.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The table of planted bugs in docs/simulator.md. */
final class PlantedBugsPage {
    private static final Path PAGE = Path.of("../docs/simulator.md");
    private static final String TITLE = "## Planted bugs\n";
    private static final String NEXT_TITLE = "\n## ";
    private static final int HEADER_LINES = 2;

    /**
     * A line of the table.
     *
     * @param bug label of the planted bug
     * @param what what the code does wrong with it
     * @param scenario of the quick set that finds it
     * @param seed of the run that finds it
     * @param claim what does not hold in that run, and holds without the bug
     */
    record Row(String bug, String what, String scenario, long seed, String claim) {}

    private PlantedBugsPage() {}

    static List<Row> rows() throws IOException {
        String page = Files.readString(PAGE);
        String after = page.substring(page.indexOf(TITLE) + TITLE.length());
        int end = after.indexOf(NEXT_TITLE);
        return (end < 0 ? after : after.substring(0, end))
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(HEADER_LINES)
                .map(PlantedBugsPage::row)
                .toList();
    }

    private static Row row(String line) {
        List<String> cells = Arrays.stream(line.substring(1).split("\\|", -1))
                .map(cell -> cell.strip().replace("`", ""))
                .toList();
        return new Row(cells.get(0), cells.get(1), cells.get(2), Long.parseLong(cells.get(3)), cells.get(4));
    }
}
