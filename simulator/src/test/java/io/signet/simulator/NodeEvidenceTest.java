package io.signet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.ForwardingHardwareKey;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.mesh.spi.EvidenceSource.Given;
import io.signet.mesh.spi.EvidenceSource.Outcome;
import io.signet.mesh.spi.EvidenceSource.Unable;
import io.signet.node.NodeEvidence;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.tpm.CredentialChallenge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeEvidenceTest {
    private static final Bytes NONCE = Bytes.utf8("thirty-two bytes, as they should");

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock();
    private FailingKey key;
    private NodeEvidence evidence;

    @BeforeEach
    void make() throws Exception {
        key = new FailingKey(SoftwareKey.create(directory.resolve("key.pem")));
        evidence = new NodeEvidence(key, clock, new Random(1));
    }

    private void work() {
        while (evidence.doWork() > 0) {
            assertThat(evidence.name()).isEqualTo("evidence");
        }
    }

    private static Outcome outcome(CompletionStage<Outcome> stage) {
        CompletableFuture<Outcome> future = stage.toCompletableFuture();
        assertThat(future).isDone();
        return future.join();
    }

    @Test
    void keptEvidence_isThereSoonAndRenewedEachHour() {
        assertThat(evidence.kept()).isEmpty();
        work();
        Bytes first = evidence.kept().orElseThrow();
        clock.pass(Duration.ofMinutes(59));
        work();
        assertThat(evidence.kept()).contains(first);
        assertThat(evidence.dueInNanos()).isEqualTo(Duration.ofMinutes(1).toNanos());
        clock.pass(Duration.ofMinutes(1));
        work();
        assertThat(evidence.kept()).isPresent().isNotEqualTo(Optional.of(first));
    }

    @Test
    void freshEvidence_answersItsNonceOnceTheKeyHadItsTurn() throws Exception {
        CompletionStage<Outcome> asked = evidence.fresh(NONCE);
        assertThat(asked.toCompletableFuture()).isNotDone();
        assertThat(evidence.dueInNanos()).isZero();
        work();
        Bytes encoded = ((Given) outcome(asked)).value();
        assertThat(Evidence.decode(encoded).claims().nonce()).isEqualTo(NONCE);
    }

    @Test
    void keyThatFails_isSaidAndTriedAgainWhileTheLastEvidenceStays() {
        work();
        Bytes before = evidence.kept().orElseThrow();
        key.failing = true;
        clock.pass(Duration.ofHours(1));
        CompletionStage<Outcome> asked = evidence.fresh(NONCE);
        work();
        assertThat(outcome(asked)).isEqualTo(new Unable("the key is on holiday"));
        assertThat(evidence.kept()).contains(before);
        key.failing = false;
        clock.pass(Duration.ofSeconds(10));
        work();
        assertThat(evidence.kept()).isPresent().isNotEqualTo(Optional.of(before));
    }

    @Test
    void challengeOfAKeyInNoTpm_isRefusedWithTheReason() {
        CompletionStage<Outcome> asked =
                evidence.activate(new CredentialChallenge(Bytes.utf8("object"), Bytes.utf8("secret")));
        work();
        assertThat(outcome(asked)).isEqualTo(new Unable("this node's key is in no TPM"));
    }

    @Test
    void questionsBeyondTheBound_andThoseAtTheEnd_areAnsweredAtOnce() {
        for (int i = 0; i < 16; i++) {
            assertThat(evidence.fresh(NONCE).toCompletableFuture()).isNotDone();
        }
        assertThat(outcome(evidence.fresh(NONCE))).isEqualTo(new Unable("too many questions wait for the key"));
        evidence.close();
        assertThat(outcome(evidence.fresh(NONCE))).isEqualTo(new Unable("the node is shutting down"));
    }

    private static final class ManualClock implements Clock {
        private long nanos;

        void pass(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long wallMillis() {
            return 1_790_000_000_000L + nanos / 1_000_000;
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }
    }

    private static final class FailingKey extends ForwardingHardwareKey {
        private boolean failing;

        FailingKey(HardwareKey key) {
            super(key);
        }

        @Override
        public Evidence evidence(Bytes nonce) throws SigningException {
            if (failing) {
                throw new SigningException("the key is on holiday");
            }
            return super.evidence(nonce);
        }
    }
}
