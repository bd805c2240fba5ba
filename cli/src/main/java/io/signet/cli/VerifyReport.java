package io.signet.cli;

import io.signet.statement.Finding;
import io.signet.statement.Statement;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code signet verify} says: in plain words as it goes, or as one JSON object at the end. */
final class VerifyReport {
    private static final int LABEL_CHARS = "NOT PROVED".length();

    private final Path policyFile;
    private final TrustPolicy policy;
    private final PrintWriter out;
    private final boolean json;
    private final boolean quiet;
    private final List<Map<String, Object>> entries = new ArrayList<>();
    private int accepted;
    private int rejected;
    private int unreadable;

    VerifyReport(Path policyFile, TrustPolicy policy, PrintWriter out, boolean json, boolean quiet) {
        this.policyFile = policyFile;
        this.policy = policy;
        this.out = out;
        this.json = json;
        this.quiet = quiet;
    }

    /** Reports the verdict on the receipt in {@code file}. */
    void verdict(Path file, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted) {
            accepted++;
        } else {
            rejected++;
        }
        if (json) {
            entries.add(toJson(file, verdict));
        } else if (!quiet || verdict instanceof Verdict.Rejected) {
            print(file, verdict);
        }
    }

    /** Reports that {@code file} can't be read, so that there is no verdict. */
    void unreadable(Path file, String reason) {
        unreadable++;
        if (json) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("file", file.toString());
            entry.put("verdict", "unreadable");
            entry.put("message", reason);
            entries.add(entry);
        } else {
            out.println(Printable.of(file + ": UNREADABLE: " + reason));
        }
    }

    /** Prints the summary. */
    void finish() {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("policy", policyFile.toString());
            object.put("receipts", entries);
            object.put("accepted", accepted);
            object.put("rejected", rejected);
            object.put("unreadable", unreadable);
            Json.print(out, object);
            return;
        }
        out.println(Printable.of(accepted + " accepted, " + rejected + " rejected"
                + (unreadable > 0 ? ", " + unreadable + " unreadable" : "") + " (trust policy " + policyFile
                + ": key protection " + policy.minimalAssurance().label() + " or better)"));
    }

    /** What all verdicts together come to. */
    ExitCode exitCode() {
        if (rejected > 0) {
            return ExitCode.FAILED;
        }
        return unreadable > 0 ? ExitCode.DATA : ExitCode.OK;
    }

    private void print(Path file, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted acceptance) {
            Statement statement = acceptance.statement();
            out.println(Printable.of(file + ": ACCEPTED: " + statement.model() + " on node " + statement.node() + ", "
                    + Instant.ofEpochMilli(statement.timeMillis())));
        } else if (verdict instanceof Verdict.Rejected rejection) {
            out.println(Printable.of(file + ": REJECTED (" + word(rejection.reason()) + ")"));
            if (rejection.findings().stream().noneMatch(Finding.Failed.class::isInstance)) {
                printLine("FAILED", word(rejection.reason()), rejection.message());
            }
        }
        verdict.findings().stream().filter(Finding.Failed.class::isInstance).forEach(this::print);
        verdict.findings().stream().filter(Finding.Proved.class::isInstance).forEach(this::print);
        verdict.findings().stream().filter(Finding.NotProved.class::isInstance).forEach(this::print);
    }

    private void print(Finding finding) {
        printLine(label(finding), finding.claim(), finding.detail());
    }

    private void printLine(String label, String claim, String detail) {
        out.println(
                Printable.of("  " + label + " ".repeat(LABEL_CHARS - label.length()) + "  " + claim + ": " + detail));
    }

    private static String label(Finding finding) {
        if (finding instanceof Finding.Proved) {
            return "PROVED";
        }
        return finding instanceof Finding.Failed ? "FAILED" : "NOT PROVED";
    }

    private static String word(Verdict.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Map<String, Object> toJson(Path file, Verdict verdict) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", file.toString());
        if (verdict instanceof Verdict.Accepted acceptance) {
            entry.put("verdict", "accepted");
            entry.put("statement", toJson(acceptance.statement()));
        } else if (verdict instanceof Verdict.Rejected rejection) {
            entry.put("verdict", "rejected");
            entry.put("reason", rejection.reason().name().toLowerCase(Locale.ROOT));
            entry.put("message", rejection.message());
        }
        entry.put("proved", toJson(verdict, Finding.Proved.class));
        entry.put("failed", toJson(verdict, Finding.Failed.class));
        entry.put("not_proved", toJson(verdict, Finding.NotProved.class));
        return entry;
    }

    private static List<Map<String, String>> toJson(Verdict verdict, Class<? extends Finding> kind) {
        List<Map<String, String>> list = new ArrayList<>();
        for (Finding finding : verdict.findings()) {
            if (kind.isInstance(finding)) {
                Map<String, String> entry = new LinkedHashMap<>();
                entry.put("claim", finding.claim());
                entry.put("detail", finding.detail());
                list.add(entry);
            }
        }
        return list;
    }

    private static Map<String, Object> toJson(Statement statement) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("node", statement.node().toHex());
        entry.put("assurance", statement.assurance().label());
        entry.put("model", statement.model());
        entry.put("model_package", statement.modelPackage().toHex());
        entry.put("input", statement.input().toHex());
        entry.put("output", statement.output().toHex());
        entry.put("engine", statement.engine());
        entry.put("device", statement.device());
        entry.put("nonce", statement.nonce().value().toHex());
        entry.put("requester", statement.requester().toHex());
        entry.put("time", Instant.ofEpochMilli(statement.timeMillis()).toString());
        return entry;
    }
}
