package io.signet.cli;

import io.signet.cli.MeterJob.Outcome;
import io.signet.meter.Reading;
import io.signet.statement.Statement;
import io.signet.statement.Verdict;
import io.signet.verifier.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was read from pictures, as a table or as JSON. */
final class MeterReport {
    private final List<Outcome> outcomes;
    private final List<ReceiptCheck.Checked> receipts;

    MeterReport(List<Outcome> outcomes, List<ReceiptCheck.Checked> receipts) {
        this.outcomes = List.copyOf(outcomes);
        this.receipts = List.copyOf(receipts);
    }

    /** What all pictures together come to. */
    ExitCode exitCode() {
        boolean unanswered = outcomes.stream().anyMatch(Outcome.Unanswered.class::isInstance);
        if (unanswered || acceptedReceipts() < receipts.size()) {
            return ExitCode.FAILED;
        }
        return outcomes.stream().anyMatch(Outcome.Refused.class::isInstance) ? ExitCode.DATA : ExitCode.OK;
    }

    /** Number of receipts that were accepted. */
    long acceptedReceipts() {
        return receipts.stream().filter(ReceiptCheck.Checked::accepted).count();
    }

    /** Prints the table, then why pictures have no reading, then a summary. */
    void print(PrintWriter out) {
        Table table = new Table(
                Table.Column.left("picture"),
                Table.Column.left("reading"),
                Table.Column.right("confidence"),
                Table.Column.left("node"),
                Table.Column.left("key"),
                Table.Column.left("engine"),
                Table.Column.right("witnesses"),
                Table.Column.right("ms"),
                Table.Column.left("receipt"));
        outcomes.forEach(outcome -> addRow(table, outcome));
        table.print(out);
        for (Outcome outcome : outcomes) {
            String reason = reason(outcome);
            if (!reason.isEmpty()) {
                out.println(Printable.of(reason));
            }
        }
        for (ReceiptCheck.Checked receipt : receipts) {
            if (receipt.verdict() instanceof Verdict.Rejected rejected) {
                out.println(Printable.of(
                        "a receipt of node " + receipt.answer().node() + " is REJECTED: " + rejected.message()));
            }
        }
        out.println(summary());
    }

    private String summary() {
        long read = outcomes.stream()
                .filter(o -> o instanceof Outcome.Computed c && c.reading() instanceof Reading.Readable)
                .count();
        long nodes = receipts.stream().map(r -> r.answer().node()).distinct().count();
        return read + " of " + outcomes.size() + " pictures read by " + nodes + (nodes == 1 ? " node; " : " nodes; ")
                + acceptedReceipts() + " of " + receipts.size() + " receipts verified";
    }

    private static void addRow(Table table, Outcome outcome) {
        if (!(outcome instanceof Outcome.Computed computed)) {
            String word = outcome instanceof Outcome.Refused ? "refused" : "no answer";
            table.row(outcome.picture(), word, "", "", "", "", "", "", "");
            return;
        }
        String reading = computed.reading() instanceof Reading.Readable readable ? readable.digits() : "unreadable";
        String confidence = computed.reading() instanceof Reading.Readable readable
                ? String.format(Locale.ROOT, "%.1f %%", readable.confidence() * 100)
                : "";
        table.row(
                computed.picture(),
                reading,
                confidence,
                computed.parts().stream()
                        .map(part -> MeshSession.shortId(part.answer().node().toHex()))
                        .distinct()
                        .collect(Collectors.joining("+")),
                computed.parts().stream()
                        .map(part -> statement(part).assurance().label())
                        .distinct()
                        .collect(Collectors.joining("+")),
                computed.parts().stream()
                        .map(part -> statement(part).engine())
                        .distinct()
                        .collect(Collectors.joining("+")),
                computed.parts().stream().mapToInt(MeterReport::witnesses).min().orElse(0),
                computed.parts().stream()
                        .mapToLong(part -> part.answer().elapsedMillis())
                        .max()
                        .orElse(0),
                computed.parts().stream().allMatch(ReceiptCheck.Checked::accepted) ? "verified" : "REJECTED");
    }

    private static String reason(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return refused.reason();
        }
        if (outcome instanceof Outcome.Unanswered unanswered) {
            return unanswered.picture() + " was not answered: " + unanswered.reason();
        }
        return outcome instanceof Outcome.Computed computed
                        && computed.reading() instanceof Reading.Unreadable unreadable
                ? computed.picture() + " is unreadable: " + unreadable.reason()
                : "";
    }

    /** How many witnesses signed the log that the receipt is of. */
    private static int witnesses(ReceiptCheck.Checked part) {
        return part.answer().proof().cosignatures().size();
    }

    private static Statement statement(ReceiptCheck.Checked part) {
        return part.answer().verdict().statement();
    }

    /** The same for machines. */
    Map<String, Object> toJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("pictures", outcomes.stream().map(MeterReport::toJson).toList());
        object.put("receipts", receipts.size());
        object.put("receipts_verified", acceptedReceipts());
        return object;
    }

    private static Map<String, Object> toJson(Outcome outcome) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("picture", outcome.picture());
        if (outcome instanceof Outcome.Computed computed) {
            if (computed.reading() instanceof Reading.Readable readable) {
                entry.put("status", "read");
                entry.put("reading", readable.digits());
                entry.put("confidence", readable.confidence());
            } else if (computed.reading() instanceof Reading.Unreadable unreadable) {
                entry.put("status", "unreadable");
                entry.put("message", unreadable.reason());
            }
            List<Map<String, Object>> parts = new ArrayList<>();
            computed.parts().forEach(part -> parts.add(toJson(part)));
            entry.put("parts", parts);
        } else {
            entry.put("status", outcome instanceof Outcome.Refused ? "refused" : "unanswered");
            entry.put("message", reason(outcome));
        }
        return entry;
    }

    private static Map<String, Object> toJson(ReceiptCheck.Checked part) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("node", part.answer().node().toHex());
        entry.put("assurance", statement(part).assurance().label());
        entry.put("engine", statement(part).engine());
        entry.put("device", statement(part).device());
        entry.put("milliseconds", part.answer().elapsedMillis());
        entry.put("attempts", part.answer().attempts());
        entry.put("witnesses", witnesses(part));
        entry.put("receipt_verified", part.accepted());
        part.file().ifPresent(file -> entry.put("receipt_file", file.toString()));
        return entry;
    }
}
