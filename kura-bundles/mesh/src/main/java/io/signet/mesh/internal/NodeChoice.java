package io.signet.mesh.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which nodes could take a job's tasks, and which one gets the next. */
final class NodeChoice {
    /** Nodes that are named when none is fit. */
    private static final int REASONS_MAX = 3;

    private final PeerParts parts;
    private final EvidenceBook evidence;

    NodeChoice(PeerParts parts, EvidenceBook evidence) {
        this.parts = parts;
        this.evidence = evidence;
    }

    /** The nodes online that serve the job's model. */
    ModelIndex.Group serving(RunningJob job) {
        return parts.membership().serving(job.request().model());
    }

    /** True if some node is there for the job, with room or without. */
    boolean isServed(RunningJob job, long nowMillis) {
        return Candidates.any(serving(job).peers(), p -> serves(p, job, nowMillis), parts.random());
    }

    /** True if some node is there for the job that did not fail at {@code slot}. */
    boolean isServedByOthers(RunningJob job, Slot slot, long nowMillis) {
        return Candidates.any(
                serving(job).peers(),
                p -> serves(p, job, nowMillis) && !slot.excluded.contains(p.node()),
                parts.random());
    }

    /**
     * The better of two nodes drawn at random that have room.
     *
     * @param again the task that is to be sent again, if it is not a new one
     */
    Optional<Candidate> choose(RunningJob job, Optional<Slot> again, long nowMillis) {
        if (again.isPresent() && !again.get().excluded.isEmpty() && !isServedByOthers(job, again.get(), nowMillis)) {
            again.get().excluded.clear(); // every node failed at it once: each gets another chance
        }
        List<PeerState> drawn = Candidates.draw(
                serving(job).peers(),
                p -> serves(p, job, nowMillis)
                        && !isExcluded(again, p)
                        && p.hasRoom(parts.limits().tasksPerNodeMax(), nowMillis),
                parts.random());
        List<Candidate> candidates = new ArrayList<>(drawn.size());
        for (PeerState peer : drawn) {
            peer.find(job.request().model(), job.request().modelPackage())
                    .ifPresent(m -> candidates.add(peer.candidate(m)));
        }
        int rows = again.map(Slot::rows).orElse(Placement.ROWS_MIN);
        return candidates.isEmpty() ? Optional.empty() : Optional.of(Placement.better(candidates, rows));
    }

    private boolean serves(PeerState peer, RunningJob job, long nowMillis) {
        return peer.serves(job.request().model(), job.request().modelPackage(), nowMillis) && evidence.admits(peer);
    }

    private static boolean isExcluded(Optional<Slot> again, PeerState peer) {
        return again.isPresent() && again.get().excluded.contains(peer.node());
    }

    /** Why the job can't be placed while none is there. */
    String noNodeReason(RunningJob job) {
        String wanted = "'" + job.request().model() + "'"
                + job.request().modelPackage().map(d -> " (package " + d + ")").orElse("");
        List<PeerState> unfit = serving(job).peers().stream()
                .filter(p -> p.find(job.request().model(), job.request().modelPackage())
                        .isPresent())
                .filter(p -> !evidence.admits(p))
                .toList();
        if (!unfit.isEmpty()) {
            return "no node of mesh '" + parts.topics().mesh() + "' that serves model " + wanted
                    + " has shown evidence of its hardware and firmware that the trust policy accepts; "
                    + unfit.stream()
                            .limit(REASONS_MAX)
                            .map(p -> "node " + p.node().toHex().substring(0, 8) + ": " + evidence.objection(p))
                            .collect(Collectors.joining("; "))
                    + (unfit.size() > REASONS_MAX ? "; and " + (unfit.size() - REASONS_MAX) + " more" : "");
        }
        List<String> served = parts.membership().all().stream()
                .filter(PeerState::online)
                .flatMap(p -> p.report().models().stream())
                .map(m -> m.name())
                .distinct()
                .sorted()
                .toList();
        String known = served.isEmpty() ? "no node is online" : "the nodes online serve " + String.join(", ", served);
        return "no node of mesh '" + parts.topics().mesh() + "' serves model " + wanted + "; " + known;
    }
}
