package io.signet.mesh.internal;

import io.signet.mesh.WitnessPlan;
import io.signet.statement.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The witnesses that are asked now, and those that failed and are tried again. Touched by the mesh's agent only. */
final class ChosenWitnesses {
    /** Nodes remembered that were asked or are: those that failed are tried again. */
    private static final int KNOWN_MAX = 32;
    /** Witnesses are chosen anew at most so often. */
    private static final long CHOICE_EVERY_MS = 1_000;

    private final Membership membership;
    private final WitnessChoice choice;
    private final Map<NodeId, AskedWitness> known = new LinkedHashMap<>();

    private List<AskedWitness> chosen = List.of();
    private long chosenMillis = Long.MIN_VALUE / 2;
    private long chosenOfPopulation = -1;
    /** Whether one that had failed is good again: it may be a preferred one. */
    private boolean recovered;

    ChosenWitnesses(PeerParts parts, WitnessPlan plan) {
        this.membership = parts.membership();
        this.choice = new WitnessChoice(parts.self().node(), plan, membership);
    }

    /** The most preferred first. */
    List<AskedWitness> chosen() {
        return chosen;
    }

    /** Those, and some that were asked before. */
    Collection<AskedWitness> known() {
        return known.values();
    }

    /** Chooses {@code count} anew if there is reason to. */
    void choose(int count, long nowMillis) {
        boolean due = nowMillis - chosenMillis >= CHOICE_EVERY_MS && mayChange();
        if (!due && chosen.stream().allMatch(AskedWitness::isGood)) {
            return;
        }
        chosenMillis = nowMillis;
        chosenOfPopulation = membership.population();
        recovered = false;
        List<AskedWitness> anew = new ArrayList<>();
        for (NodeId node : choice.choose(
                count, id -> !known.containsKey(id) || known.get(id).isGood())) {
            anew.add(known.computeIfAbsent(node, AskedWitness::new));
        }
        chosen = anew;
        forget();
    }

    /** Those that are not asked any more; but of those that failed, some are tried again. */
    private void forget() {
        known.values().removeIf(w -> !chosen.contains(w) && w.isIdle() && (w.isGood() || known.size() > KNOWN_MAX));
    }

    private boolean mayChange() {
        return membership.population() != chosenOfPopulation || recovered;
    }

    /** When {@link #choose} may have something to do. */
    long dueMillis() {
        return mayChange() ? chosenMillis + CHOICE_EVERY_MS : Long.MAX_VALUE;
    }

    /** One that had failed cosigned again. */
    void recovered() {
        recovered = true;
    }

    boolean allHaveCosigned() {
        return chosen.stream().allMatch(AskedWitness::hasCosigned);
    }

    /** Asks only the first {@code count} from now on. */
    void keep(int count) {
        chosen = chosen.subList(0, Math.min(chosen.size(), count));
    }
}
