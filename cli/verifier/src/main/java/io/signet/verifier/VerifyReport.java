package io.signet.verifier;

import io.signet.statement.ChainVerdict;
import io.signet.statement.Equivocation;
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

/** What a verification says: in plain words as it goes, or as one JSON object at the end. Not thread-safe. */
public final class VerifyReport {
    private final Path policyFile;
    private final TrustPolicy policy;
    private final PrintWriter out;
    private final boolean json;
    private final boolean quiet;
    private final List<Map<String, Object>> entries = new ArrayList<>();
    private final List<String> cautions = new ArrayList<>();
    private int accepted;
    private int rejected;
    private int unreadable;

    /**
     * A report.
     *
     * @param policyFile where {@code policy} was read
     * @param out where it goes
     * @param json whether it is JSON
     * @param quiet whether what is accepted is only counted
     */
    public VerifyReport(Path policyFile, TrustPolicy policy, PrintWriter out, boolean json, boolean quiet) {
        this.policyFile = policyFile;
        this.policy = policy;
        this.out = out;
        this.json = json;
        this.quiet = quiet;
    }

    /** Reports the verdict on the receipt in {@code file}. */
    public void verdict(Path file, Verdict verdict) {
        verdict(file, "", verdict);
    }

    /** The same of a part of what is in {@code file}; empty for all of it. */
    void verdict(Path file, String part, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted) {
            accepted++;
        } else {
            rejected++;
        }
        if (json) {
            Map<String, Object> entry = toJson(file, verdict);
            if (!part.isEmpty()) {
                entry.put("part", part);
            }
            entries.add(entry);
        } else if (!quiet || verdict instanceof Verdict.Rejected) {
            print(part.isEmpty() ? file.toString() : file + ", " + part, verdict);
        }
    }

    /** Reports the verdict on the log in {@code directory}. */
    void log(Path directory, LogVerdict verdict) {
        if (verdict.accepted()) {
            accepted++;
        } else {
            rejected++;
        }
        if (json) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("log", directory.toString());
            entry.put("verdict", verdict.accepted() ? "accepted" : "rejected");
            entry.put("node", verdict.node().toHex());
            entry.put("size", verdict.size());
            entry.put("time", Instant.ofEpochMilli(verdict.timeMillis()).toString());
            Findings.addTo(entry, verdict.findings());
            entries.add(entry);
        } else if (!quiet || !verdict.accepted()) {
            out.println(Printable.of(directory + (verdict.accepted() ? ": ACCEPTED" : ": REJECTED") + ": log of node "
                    + verdict.node() + ", " + verdict.size() + " statements, "
                    + Instant.ofEpochMilli(verdict.timeMillis())));
            Findings.print(out, verdict.findings());
        }
    }

    /** Reports that the log in {@code directory}, a node's own, is not what its last head covers. */
    void tampered(Path directory, String reason) {
        rejected++;
        if (json) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("log", directory.toString());
            entry.put("verdict", "rejected");
            Findings.addTo(entry, List.of(new Finding.Failed("log", reason)));
            entries.add(entry);
        } else {
            out.println(Printable.of(directory + ": REJECTED"));
            Findings.printLine(out, "FAILED", "log", reason);
        }
    }

    /**
     * Reports that {@code file} proves that a node's log forked, which counts as a rejection: of all that the node says.
     *
     * @param identity whether the policy trusts the node's owner
     */
    public void forked(Path file, Equivocation fork, ChainVerdict identity) {
        rejected++;
        String trusted = identity instanceof ChainVerdict.Refused refused
                ? "The policy does not trust this node anyway: " + refused.message() + "."
                : "The policy trusts the owner of this node, " + fork.identity().owner()
                        + ". Nobody should believe the node any more.";
        if (json) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("file", file.toString());
            entry.put("verdict", "forked");
            entry.put("node", fork.node().toHex());
            entry.put("message", fork.describe());
            entry.put("owner", trusted);
            entries.add(entry);
        } else {
            out.println(Printable.of(file + ": FORKED: node " + fork.node()));
            Findings.printLine(out, "PROVED", "fork", fork.describe() + ".");
            Findings.printLine(out, "", "owner", trusted);
        }
    }

    /** Reports that {@code file} can't be read, so that there is no verdict. */
    public void unreadable(Path file, String reason) {
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

    /** Reports what makes no difference to the verdicts, and may make one to who relies on them. */
    void caution(String words) {
        cautions.add(words);
    }

    /** Prints the summary. */
    public void finish() {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("policy", policyFile.toString());
            object.put("receipts", entries);
            object.put("accepted", accepted);
            object.put("rejected", rejected);
            object.put("unreadable", unreadable);
            if (!cautions.isEmpty()) {
                object.put("cautions", cautions);
            }
            out.println(JsonText.of(object));
            return;
        }
        cautions.forEach(words -> out.println(Printable.of("CAUTION: " + words + ".")));
        out.println(Printable.of(accepted + " accepted, " + rejected + " rejected"
                + (unreadable > 0 ? ", " + unreadable + " unreadable" : "") + " (trust policy " + policyFile
                + ": key protection " + policy.minimalAssurance().label() + " or better)"));
    }

    /** What all verdicts together come to. */
    public Outcome outcome() {
        if (rejected > 0) {
            return Outcome.REJECTED;
        }
        return unreadable > 0 ? Outcome.UNREADABLE : Outcome.ACCEPTED;
    }

    private void print(String file, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted acceptance) {
            Statement statement = acceptance.statement();
            out.println(Printable.of(file + ": ACCEPTED: " + statement.model() + " on node " + statement.node() + ", "
                    + Instant.ofEpochMilli(statement.timeMillis())));
        } else if (verdict instanceof Verdict.Rejected rejection) {
            out.println(Printable.of(file + ": REJECTED (" + word(rejection.reason()) + ")"));
            if (rejection.findings().stream().noneMatch(Finding.Failed.class::isInstance)) {
                Findings.printLine(out, "FAILED", word(rejection.reason()), rejection.message());
            }
        }
        Findings.print(out, verdict.findings());
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
        Findings.addTo(entry, verdict.findings());
        return entry;
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
