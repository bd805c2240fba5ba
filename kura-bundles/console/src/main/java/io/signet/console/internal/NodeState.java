package io.signet.console.internal;

import io.signet.mesh.Mesh;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far this node is.
 *
 * @param step {@code answering}, {@code loading}, {@code joining}, {@code stuck} or {@code revoked}
 * @param trouble why it goes no further; empty if nothing is wrong
 * @param help what to do
 * @param member whether it takes part in its mesh
 * @param connected to a broker
 * @param sinceMillis since when it is as it is
 */
record NodeState(String step, String trouble, String help, boolean member, boolean connected, long sinceMillis) {
    /** Before anything is known. */
    static final NodeState UNKNOWN = new NodeState("joining", "", "", false, false, 0);

    private static final List<String> GRAVEST_FIRST = List.of("revoked", "stuck", "joining", "loading", "answering");
    private static final int PARTS = 3;

    /** How it is now; since when, {@code before} knows if it was so already. */
    static NodeState now(NodeParts parts, NodeState before, long nowMillis) {
        NodeState worst = new NodeState(
                "answering",
                "",
                "",
                parts.mesh().get().isPresent(),
                parts.mesh().get().filter(Mesh::connected).isPresent(),
                nowMillis);
        for (String said : parts.statuses().get()) {
            Optional<NodeState> state = worst.with(said);
            if (state.filter(worst::isBetterThan).isPresent()) {
                worst = state.get();
            }
        }
        return worst.isAs(before) && before.sinceMillis() > 0 ? worst.since(before.sinceMillis()) : worst;
    }

    private Optional<NodeState> with(String said) {
        String[] three = said.split("\t", PARTS);
        String word = three[0].toLowerCase(Locale.ROOT);
        return three.length == PARTS && GRAVEST_FIRST.contains(word)
                ? Optional.of(new NodeState(word, three[1], three[2], member, connected, sinceMillis))
                : Optional.empty();
    }

    private boolean isBetterThan(NodeState other) {
        return GRAVEST_FIRST.indexOf(step) > GRAVEST_FIRST.indexOf(other.step);
    }

    private boolean isAs(NodeState other) {
        return step.equals(other.step) && member == other.member && connected == other.connected;
    }

    private NodeState since(long millis) {
        return new NodeState(step, trouble, help, member, connected, millis);
    }
}
