package io.signet.console.internal;

import io.signet.mesh.Peer;
import io.signet.mesh.Strain;
import io.signet.openinference.json.JsonWriter;
import io.signet.statement.Assurance;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds what is wrong in the mesh, as this node sees it, and remembers since when. Thread-safe. */
final class Problems {
    private static final int SHOWN_MAX = 200;
    /** So long an answer that was not believed is worth a word. */
    private static final long RECENT_MILLIS = Duration.ofHours(1).toMillis();

    private final Fleet fleet;
    private final List<Problem> found = new ArrayList<>();
    /** When what is wrong began to be so: computed anew from ages each time, it would never be the same twice. */
    private Map<Begun, Long> begun = Map.of();

    private Map<Begun, Long> lasting = new HashMap<>();

    private record Begun(String code, Optional<NodeId> node) {}

    /**
     * How many there are of one kind, shown or not.
     *
     * @param code which kind
     */
    record Total(Problem.Severity severity, String code, int count) {
        /** The members of its object. */
        void write(JsonWriter out) {
            out.name("severity").string(severity.name().toLowerCase(Locale.ROOT));
            out.name("code").string(code).name("count").number((long) count);
        }
    }

    /**
     * What is wrong.
     *
     * @param gravest the gravest, at most {@value #SHOWN_MAX}
     * @param totals of all, the gravest kinds first
     */
    record Found(List<Problem> gravest, List<Total> totals) {}

    Problems(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Looks at all. */
    synchronized Found find(NodeState state, long nowMillis) {
        found.clear();
        lasting = new HashMap<>();
        ofThisNode(state);
        fleet.peers().forEach(peer -> of(peer, nowMillis));
        happened("log-forked", 0, Problem.Severity.ERROR, "its log has two histories", "replace its key");
        happened("revoked", 0, Problem.Severity.WARNING, "its owner revoked it", "nothing, if you did that");
        happened(
                "not-believed",
                nowMillis - RECENT_MILLIS,
                Problem.Severity.ERROR,
                "an answer of it was not believed",
                "look at its events and its evidence");
        happened(
                "evidence-refused",
                nowMillis - RECENT_MILLIS,
                Problem.Severity.ERROR,
                "its evidence is not accepted",
                "see whether its firmware is one that the trust policy lists");
        keys(nowMillis);
        begun = lasting;
        found.sort(
                Comparator.comparing(Problem::severity).thenComparing(Problem::sinceMillis, Comparator.reverseOrder()));
        return new Found(List.copyOf(found.subList(0, Math.min(SHOWN_MAX, found.size()))), totals());
    }

    private List<Total> totals() {
        Map<String, List<Problem>> kinds = new LinkedHashMap<>();
        for (Problem problem : found) {
            kinds.computeIfAbsent(problem.code(), code -> new ArrayList<>()).add(problem);
        }
        return kinds.entrySet().stream()
                .map(kind -> new Total(
                        kind.getValue().get(0).severity(),
                        kind.getKey(),
                        kind.getValue().size()))
                .toList();
    }

    /** When it began: as it was found first, if it was wrong the last time, too. */
    private long since(String code, Optional<NodeId> node, long seenMillis) {
        Begun one = new Begun(code, node);
        long since = begun.getOrDefault(one, seenMillis);
        lasting.put(one, since);
        return since;
    }

    private void ofThisNode(NodeState state) {
        if (!state.connected()) {
            add(
                    Problem.Severity.ERROR,
                    "not-connected",
                    Optional.empty(),
                    state.sinceMillis(),
                    state.member() ? "this node has no connection to a broker" : "this node is not in its mesh",
                    "see that the broker runs and this machine's clock is right; the node's log says more");
        }
        if (!state.trouble().isEmpty()) {
            add(
                    Problem.Severity.WARNING,
                    state.step(),
                    Optional.empty(),
                    state.sinceMillis(),
                    state.trouble(),
                    state.help());
        }
    }

    private void of(Peer peer, long now) {
        Optional<NodeId> node = Optional.of(peer.node());
        long heard = now - peer.reportAgeMillis();
        if (!peer.online()) {
            add(
                    Problem.Severity.ERROR,
                    "node-offline",
                    node,
                    since("node-offline", node, heard),
                    "it does not report any more",
                    "see that it has power and network");
        } else if (peer.models().isEmpty() && peer.accepting()) {
            add(
                    Problem.Severity.WARNING,
                    "no-model",
                    node,
                    since("no-model", node, heard),
                    "it serves no model",
                    "give it a model package that its trust policy accepts");
        } else if (peer.strain() != Strain.NONE) {
            boolean slow = peer.strain() == Strain.THROTTLED;
            add(
                    Problem.Severity.WARNING,
                    "strained",
                    node,
                    since("strained", node, heard),
                    slow ? "its hardware slows itself down" : "its hardware is hot",
                    "see to its cooling and its power supply");
        }
    }

    private void happened(String what, long since, Problem.Severity severity, String text, String todo) {
        for (NodeEvent event : fleet.events(what, since)) {
            String detail = event.detail().isEmpty() ? text : text + ": " + event.detail();
            add(severity, what, Optional.of(event.node()), event.atMillis(), detail, todo);
        }
    }

    private void keys(long now) {
        long inFiles = fleet.peers().stream()
                .filter(peer -> peer.online() && peer.assurance() == Assurance.SOFTWARE)
                .count();
        if (inFiles > 0) {
            add(
                    Problem.Severity.INFO,
                    "key-software",
                    Optional.empty(),
                    since("key-software", Optional.empty(), now),
                    inFiles + (inFiles == 1 ? " node keeps its key" : " nodes keep their keys") + " in a file",
                    "use hardware with a TPM where answers must prove more");
        }
    }

    private void add(
            Problem.Severity severity, String code, Optional<NodeId> node, long since, String what, String todo) {
        found.add(new Problem(severity, code, node, since, what, todo));
    }
}
