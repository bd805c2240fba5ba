package io.signet.cli;

import io.signet.mesh.ChallengeResult;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.verifier.Findings;
import io.signet.verifier.Printable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what a node's answer to a challenge shows, for people or programs. */
final class ChallengeReport {
    private final ProgressOptions options;

    ChallengeReport(ProgressOptions options) {
        this.options = options;
    }

    ExitCode print(ChallengeResult.Answered answered) {
        if (options.json()) {
            Json.print(options.out(), toJson(answered));
        } else {
            printText(options.out(), answered);
        }
        return answered.verdict() instanceof EvidenceVerdict.Accepted ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void printText(PrintWriter out, ChallengeResult.Answered answered) {
        EvidenceClaims claims = answered.evidence().claims();
        String node = "node " + claims.node() + ", " + Instant.ofEpochSecond(claims.timeSeconds());
        if (answered.verdict() instanceof EvidenceVerdict.Accepted accepted) {
            out.println("ACCEPTED: " + node);
            out.println("  key protection shown: " + accepted.assurance().label() + "; its certificate says: "
                    + answered.identity().assurance().label() + " (owner "
                    + Printable.of(answered.identity().owner()) + ")");
        } else if (answered.verdict() instanceof EvidenceVerdict.Refused refused) {
            out.println("REFUSED (" + word(refused.reason()).replace('_', ' ') + "): " + node);
        }
        Findings.print(out, answered.verdict().findings());
        answered.objection().ifPresent(why -> out.println("  the node says: " + Printable.of(why)));
        List<FirmwareRun> runs = claims.firmware().runs();
        if (!runs.isEmpty()) {
            FirmwareRun last = runs.get(runs.size() - 1);
            out.println("  firmware: " + runs.size() + (runs.size() == 1 ? " run" : " runs")
                    + " since the machine was switched on; the last started "
                    + last.items().size()
                    + " bundles, digest " + last.digest());
        }
    }

    private static Map<String, Object> toJson(ChallengeResult.Answered answered) {
        EvidenceClaims claims = answered.evidence().claims();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("node", claims.node().toHex());
        json.put("owner", answered.identity().owner());
        json.put("time", Instant.ofEpochSecond(claims.timeSeconds()).toString());
        json.put("certified", answered.identity().assurance().label());
        if (answered.verdict() instanceof EvidenceVerdict.Accepted accepted) {
            json.put("verdict", "accepted");
            json.put("shown", accepted.assurance().label());
        } else if (answered.verdict() instanceof EvidenceVerdict.Refused refused) {
            json.put("verdict", "refused");
            json.put("reason", word(refused.reason()));
            json.put("message", refused.message());
        }
        answered.objection().ifPresent(why -> json.put("objection", why));
        Findings.addTo(json, answered.verdict().findings());
        json.put(
                "firmware",
                claims.firmware().runs().stream().map(ChallengeReport::toJson).toList());
        return json;
    }

    private static Map<String, Object> toJson(FirmwareRun run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("digest", run.digest().toHex());
        json.put("bundles", run.items().stream().map(ChallengeReport::toJson).toList());
        return json;
    }

    private static Map<String, String> toJson(FirmwareItem item) {
        return Map.of(
                "name",
                item.name(),
                "version",
                item.version(),
                "sha256",
                item.sha256().toHex());
    }

    private static String word(EvidenceVerdict.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
