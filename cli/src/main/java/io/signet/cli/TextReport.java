package io.signet.cli;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.verifier.Printable;
import java.io.PrintWriter;

/** What came of a run, for the terminal: a verdict per claim, and how to run it again if one does not hold. */
final class TextReport {
    private TextReport() {}

    /** Prints the verdicts of {@code report}, of a run that {@code replayLine} runs again. */
    static void print(RunReport report, String replayLine, PrintWriter out) {
        Table table = new Table(Table.Column.left("verdict"), Table.Column.left("claim"), Table.Column.left("found"));
        for (Verdict verdict : report.verdicts()) {
            table.row(verdict.holds() ? "PASS" : "FAIL", verdict.claim(), verdict.found());
        }
        table.print(out);
        if (!report.holds()) {
            out.println("replay: " + Printable.of(replayLine));
        }
    }
}
