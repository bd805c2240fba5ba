package io.signet.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a registrar saw in the evidence of nodes, for an owner who has to decide, or to find out why a node gets nothing. */
final class SeenEvidence {
    private static final Set<String> UNDECIDED = Set.of("claimed", "waiting", "approved");
    private static final Map<String, String> SIGNS = Map.of("proved", "+", "failed", "-", "open", "?");

    private SeenEvidence() {}

    /** Prints it for each of {@code nodes} where it matters: who waits, was refused, or has a chip that others have, too. */
    static void print(PrintWriter out, List<Map<String, Object>> nodes) {
        nodes.forEach(node -> print(out, node, Answers.object(node, "seen")));
    }

    private static void print(PrintWriter out, Map<String, Object> node, Map<String, Object> seen) {
        boolean good = Boolean.TRUE.equals(seen.get("good"));
        List<String> sameChip = Answers.texts(seen, "sameChip");
        boolean matters = !good || !sameChip.isEmpty() || UNDECIDED.contains(Answers.text(node, "state"));
        if (seen.isEmpty() || !matters) {
            return;
        }
        String name = Answers.text(node, "name");
        out.println();
        out.println("label " + Answers.text(node, "label") + (name.isEmpty() ? "" : " (" + name + ")")
                + (good ? ": what its evidence shows" : ": its evidence is refused"));
        for (Map<String, Object> finding : Answers.objects(seen, "findings")) {
            out.println("  " + SIGNS.getOrDefault(Answers.text(finding, "kind"), "?") + " "
                    + Answers.text(finding, "claim") + ": " + Answers.text(finding, "detail"));
        }
        if (!sameChip.isEmpty()) {
            out.println("  ! its chip came by " + String.join(", ", sameChip)
                    + ", too: a machine that was reset, or one that plays two. Revoke what is not there any more.");
        }
    }
}
