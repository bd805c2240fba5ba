package io.signet.statement;

import io.signet.statement.Verdict.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds which cosignatures of a head count: those that hold, of witnesses whom the policy trusts as it does nodes. Thread-safe.
 */
final class WitnessCheck {
    private static final int SIGNED_MAX = 4096;

    private final ChainChecker chains;
    private final Assurance minimalAssurance;

    /** Only cosignatures that were signed: nobody can push those out with others. */
    private final BoundedCache<Cosignature, Boolean> signed = new BoundedCache<>(SIGNED_MAX);

    WitnessCheck(ChainChecker chains, Assurance minimalAssurance) {
        this.chains = chains;
        this.minimalAssurance = minimalAssurance;
    }

    /** What came of one cosignature. */
    sealed interface Outcome {}

    /** It counts. */
    record Counts() implements Outcome {}

    /** It is genuine, but of a witness whom this policy does not trust. */
    record Ignored(String reason) implements Outcome {}

    /** It is none of this head: who hands it out errs or cheats. */
    record Wrong(String reason) implements Outcome {}

    WitnessVerdict check(List<Cosignature> cosignatures, TreeHead head, int demanded, long nowMillis) {
        List<Cosignature> counting = new ArrayList<>();
        List<Finding> ignored = new ArrayList<>();
        Set<NodeId> seen = new HashSet<>();
        for (Cosignature cosignature : cosignatures) {
            NodeId witness = cosignature.witness().node();
            Outcome outcome = seen.add(witness)
                    ? check(cosignature, head, nowMillis)
                    : new Wrong("there is another one by the same witness");
            if (outcome instanceof Wrong wrong) {
                return new WitnessVerdict.Refused(
                        Reason.BAD_COSIGNATURE,
                        "The cosignature of witness " + witness + " is wrong: " + wrong.reason() + ".",
                        List.of());
            } else if (outcome instanceof Ignored notTrusted) {
                ignored.add(new Finding.NotProved(
                        "witness", "Witness " + witness + " does not count: " + notTrusted.reason() + "."));
            } else {
                counting.add(cosignature);
            }
        }
        return counting.size() >= demanded
                ? new WitnessVerdict.Enough(counting, ignored)
                : new WitnessVerdict.Refused(Reason.TOO_FEW_WITNESSES, tooFew(demanded, counting.size()), ignored);
    }

    Outcome check(Cosignature cosignature, TreeHead head, long nowMillis) {
        IdentityChain witness = cosignature.witness();
        long time = cosignature.timeMillis();
        long skew = Verifier.CLOCK_SKEW_MAX.toMillis();
        if (!cosignature.covers(head)) {
            return new Wrong("it is about another log");
        }
        if (witness.node().equals(head.node())) {
            return new Wrong("a node is no witness of its own log");
        }
        if (!isSigned(cosignature)) {
            return new Wrong("the witness did not sign it, or with a session key that was not good at that time");
        }
        if (time - skew > nowMillis || time + skew < head.timeMillis()) {
            return new Wrong("it is of " + Instant.ofEpochMilli(time) + ", the log of "
                    + Instant.ofEpochMilli(head.timeMillis()) + ", and now it is " + Instant.ofEpochMilli(nowMillis));
        }
        if (chains.check(witness) instanceof ChainVerdict.Trusted trusted) {
            if (!trusted.validAt(time)) {
                return new Ignored("its certificates were not valid at the time of its signature");
            }
            return trusted.assurance().compareTo(minimalAssurance) < 0
                    ? new Ignored("its key protection is " + trusted.assurance().label() + ", the policy demands: "
                            + minimalAssurance.label() + " or better")
                    : new Counts();
        }
        return new Ignored("its certificates do not lead to an owner whom the policy trusts");
    }

    private boolean isSigned(Cosignature cosignature) {
        if (signed.get(cosignature).isPresent()) {
            return true;
        }
        boolean holds = cosignature.signed();
        if (holds) {
            signed.put(cosignature, true);
        }
        return holds;
    }

    /** What the witnesses of a log show, or that there are none. */
    static Finding finding(List<Cosignature> counting) {
        if (counting.isEmpty()) {
            return new Finding.NotProved(
                    "one log", "That the node shows the same log to everyone is not shown: no witness signed it.");
        }
        String names = counting.stream()
                .map(c -> c.witness().node() + " of " + c.witness().owner())
                .collect(Collectors.joining(", "));
        return new Finding.Proved(
                "one log",
                (counting.size() == 1 ? "1 witness signed" : counting.size() + " witnesses signed")
                        + " that this log extends whatever they saw of it before: " + names + ".");
    }

    private static String tooFew(int demanded, int counting) {
        return "The policy demands " + demanded + (demanded == 1 ? " witness" : " witnesses")
                + " of the node's log, but " + counting + (counting == 1 ? " counts" : " count")
                + ": the node may have been cut off from its witnesses, or it hides the log from them.";
    }
}
