package io.signet.cli;

import io.signet.attestation.TamperedLogException;
import io.signet.statement.Finding;
import io.signet.statement.IdentityChain;
import io.signet.statement.TreeHead;
import io.signet.statement.Verdict;
import io.signet.statement.tile.LogAudit;
import io.signet.statement.tile.LogWitnesses;
import io.signet.verifier.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says what came of an audit, for people or programs. */
final class AuditReport {
    private final String source;
    private final ProgressOptions options;
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    AuditReport(String source, ProgressOptions options) {
        this.source = source;
        this.options = options;
        json.put("source", source);
    }

    /** Something that was not checked, for people to know. */
    void note(String text) {
        notes.add(text);
    }

    /** The owner of the node, whom the trust policy names. */
    void owner(String owner) {
        json.put("owner", owner);
        lines.add("owner        " + Printable.of(owner));
    }

    /** The log in a directory is not what its last head covers. */
    ExitCode tampered(TamperedLogException e) {
        json.put("entry", e.index());
        return end("tampered", "TAMPERED WITH: " + e.getMessage(), false);
    }

    /** The trust policy does not accept the node. */
    ExitCode untrusted(IdentityChain identity, String reason) {
        json.put("node", identity.node().toHex());
        return end("untrusted", "NOT TRUSTED: " + reason, false);
    }

    private void witnesses(LogWitnesses.Witnessed witnessed) {
        ignored(witnessed.ignored());
        json.put("witnessed", witnessed.size());
        json.put(
                "witnesses",
                witnessed.counting().stream()
                        .map(c -> Map.of(
                                "node",
                                c.witness().node().toHex(),
                                "owner",
                                c.witness().owner()))
                        .toList());
        Finding finding = witnessed.finding();
        if (witnessed.counting().isEmpty()) {
            note(finding.detail());
        } else {
            lines.add("witnesses    " + Printable.of(finding.detail()));
        }
    }

    private void ignored(List<Finding> ignored) {
        ignored.forEach(finding -> note(Printable.of(finding.detail())));
    }

    private ExitCode notWitnessed(LogWitnesses.NotWitnessed not) {
        ignored(not.ignored());
        String verdict = not.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        json.put("message", not.message());
        String words = not.reason() == Verdict.Reason.BAD_COSIGNATURE ? "BAD COSIGNATURE: " : "TOO FEW WITNESSES: ";
        return end(verdict, words + Printable.of(not.message()), false);
    }

    /** The log was read. */
    ExitCode outcome(WitnessedAudit.Outcome outcome, Optional<TreeHead> seen, Optional<Path> proof) {
        head(outcome.result().head(), seen);
        if (outcome.witnesses().isPresent()) {
            if (outcome.witnesses().get() instanceof LogWitnesses.NotWitnessed not) {
                return notWitnessed(not);
            } else if (outcome.witnesses().get() instanceof LogWitnesses.Witnessed witnessed) {
                witnesses(witnessed);
            }
        }
        return result(outcome.result(), seen, proof);
    }

    private ExitCode result(LogAudit.Result result, Optional<TreeHead> seen, Optional<Path> proof) {
        if (result instanceof LogAudit.Sound sound) {
            json.put("checkedFrom", sound.from());
            if (seen.isEmpty() && sound.from() > 0) {
                note("statements 0 to " + (sound.from() - 1) + " were moved away, and not read");
            }
            return end(
                    "sound",
                    "SOUND: statements " + range(sound.from(), result.head().size()),
                    true);
        }
        if (result instanceof LogAudit.Faulty faulty) {
            json.put(
                    "faults",
                    faulty.faults().stream()
                            .map(fault -> Map.of("entry", fault.index(), "reason", fault.reason()))
                            .toList());
            json.put("faultCount", faulty.count());
            faulty.faults().forEach(fault -> lines.add("entry " + fault.index() + ": " + fault.reason()));
            return end("faulty", "FAULTY: " + faulty.count() + " faults", false);
        }
        if (result instanceof LogAudit.SetBack back) {
            return end(
                    "set-back",
                    "SET BACK: the log had " + back.seen().size() + " statements when it was seen last, now "
                            + back.head().size() + "; those since are denied",
                    false);
        }
        if (result instanceof LogAudit.Forked forked) {
            String file = proof.map(Path::toString).orElse("");
            json.put("proof", file);
            lines.add("proof        " + file);
            return end("forked", "TWO HISTORIES: " + forked.proof().describe(), false);
        }
        return end("not-signed", "NOT SIGNED: the head is not signed by the node whose certificates these are", false);
    }

    private static String range(long from, long size) {
        return from == size
                ? "none since the last audit; " + size + " in all"
                : from + " to " + (size - 1) + " are the node's, signed, and follow on what was seen before";
    }

    private void head(TreeHead head, Optional<TreeHead> seen) {
        json.put("node", head.node().toHex());
        json.put("size", head.size());
        json.put("root", head.root().toHex());
        json.put("signedAt", Instant.ofEpochMilli(head.timeMillis()).toString());
        seen.ifPresent(before -> json.put("seenBefore", before.size()));
        lines.add("node         " + head.node());
        lines.add("log          " + head.size() + " statements, root " + head.root() + ", signed "
                + Instant.ofEpochMilli(head.timeMillis()));
        seen.ifPresent(before -> lines.add("seen before  " + before.size() + " statements"));
    }

    private ExitCode end(String verdict, String sentence, boolean good) {
        PrintWriter out = options.out();
        if (options.json()) {
            json.put("verdict", verdict);
            json.put("notes", notes);
            Json.print(out, json);
        } else {
            out.println(source);
            lines.forEach(line -> out.println("  " + line));
            notes.forEach(note -> out.println("  NOT CHECKED  " + note));
            out.println("  " + sentence);
        }
        return good ? ExitCode.OK : ExitCode.FAILED;
    }
}
