package io.signet.mesh;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.PlainEvidence;
import io.signet.mesh.spi.EvidenceSource;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.tpm.CredentialChallenge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A node's evidence, honest unless told otherwise. */
final class TestEvidence implements EvidenceSource {
    static final Digest GOOD = Digest.sha256(Bytes.utf8("good firmware"));
    static final Digest OTHER = Digest.sha256(Bytes.utf8("other firmware"));
    static final Bytes SECRET = Bytes.utf8("the wrong secret of a TPM");

    private final HardwareKey key;
    private final Clock clock;
    private final Deque<Runnable> slow = new ArrayDeque<>();
    Digest firmware = GOOD;
    /** What it shows in place of what it keeps. */
    Optional<Bytes> instead = Optional.empty();
    /** True for a key that takes until {@link #finish}. */
    boolean takesTime;

    int keptAsked;
    final List<Bytes> nonces = new ArrayList<>();

    TestEvidence(HardwareKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    Bytes make(Bytes nonce) {
        FirmwareItem item = new FirmwareItem("io.signet.test", "1", firmware);
        FirmwareLog log = new FirmwareLog(List.of(new FirmwareRun(List.of(item))));
        try {
            return PlainEvidence.sign(key, nonce, log, clock).encode();
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Optional<Bytes> kept() {
        keptAsked++;
        return instead.or(() -> Optional.of(make(Bytes.utf8("kept evidence"))));
    }

    @Override
    public CompletionStage<Outcome> fresh(Bytes nonce) {
        nonces.add(nonce);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Runnable sign = () -> outcome.complete(new Given(instead.orElseGet(() -> make(nonce))));
        if (takesTime) {
            slow.add(sign);
        } else {
            sign.run();
        }
        return outcome;
    }

    void finish() {
        slow.removeFirst().run();
    }

    @Override
    public CompletionStage<Outcome> activate(CredentialChallenge challenge) {
        return CompletableFuture.completedStage(new Given(SECRET));
    }
}
