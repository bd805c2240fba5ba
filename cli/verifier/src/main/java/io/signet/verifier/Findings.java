package io.signet.verifier;

import io.signet.statement.Finding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what was found, line by line: what does not hold first, then what is proved, then what is not. */
public final class Findings {
    private static final int LABEL_CHARS = "NOT PROVED".length();

    private Findings() {}

    /** Prints {@code findings}. */
    public static void print(PrintWriter out, List<Finding> findings) {
        print(out, findings, Finding.Failed.class, "FAILED");
        print(out, findings, Finding.Proved.class, "PROVED");
        print(out, findings, Finding.NotProved.class, "NOT PROVED");
    }

    private static void print(PrintWriter out, List<Finding> findings, Class<? extends Finding> kind, String label) {
        findings.stream().filter(kind::isInstance).forEach(f -> printLine(out, label, f.claim(), f.detail()));
    }

    /** Prints one line. */
    static void printLine(PrintWriter out, String label, String claim, String detail) {
        out.println(
                Printable.of("  " + label + " ".repeat(LABEL_CHARS - label.length()) + "  " + claim + ": " + detail));
    }

    /** Puts {@code findings} into {@code entry}, under {@code proved}, {@code failed} and {@code not_proved}. */
    public static void addTo(Map<String, Object> entry, List<Finding> findings) {
        entry.put("proved", toJson(findings, Finding.Proved.class));
        entry.put("failed", toJson(findings, Finding.Failed.class));
        entry.put("not_proved", toJson(findings, Finding.NotProved.class));
    }

    private static List<Map<String, String>> toJson(List<Finding> findings, Class<? extends Finding> kind) {
        List<Map<String, String>> list = new ArrayList<>();
        for (Finding finding : findings) {
            if (kind.isInstance(finding)) {
                Map<String, String> entry = new LinkedHashMap<>();
                entry.put("claim", finding.claim());
                entry.put("detail", finding.detail());
                list.add(entry);
            }
        }
        return list;
    }
}
