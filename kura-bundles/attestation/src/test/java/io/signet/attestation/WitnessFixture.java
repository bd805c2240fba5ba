package io.signet.attestation;

import io.signet.runtime.Storage;
import io.signet.statement.Sighting;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.PrefixProof;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What tests of the witness share. */
final class WitnessFixture {
    private WitnessFixture() {}

    /** A witness whose own log is none of the test's business. */
    static WitnessAgent open(Storage storage, RandomGenerator random, int logsMax) throws IOException {
        try {
            NodeLog log = LogFixture.open(new FaultyStorage(), new TestKey(), new TestClock());
            return WitnessAgent.open(storage, log, random, logsMax);
        } catch (AttestationException e) {
            throw new AssertionError(e);
        }
    }

    static Sighting ask(WitnessAgent witness, ForkingNode node, TreeHead head, Optional<PrefixProof> path) {
        var sighting = witness.observe(node.chain(), head, path).toCompletableFuture();
        witness.doWork();
        return sighting.join();
    }
}
