package io.signet.node;

import io.signet.attestation.HardwareKey;
import io.signet.mesh.spi.EvidenceSource;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import io.signet.statement.tpm.CredentialChallenge;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the node's key shows of itself: keeps evidence that is an hour old at most, and has the key give more when asked. The
 * key takes its time, so it works as an agent, which whoever makes it drives on a thread that may be kept waiting. Thread-safe.
 */
public final class NodeEvidence implements EvidenceSource, Agent, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeEvidence.class);
    private static final Duration RENEW_EVERY = Duration.ofHours(1);
    private static final Duration RETRY_EVERY = Duration.ofSeconds(10);
    /** Questions that wait for the key; the mesh lets no more through. */
    private static final int WAITING_MAX = 16;

    private static final int NONCE_SIZE_BYTES = 32;

    private final HardwareKey key;
    private final Clock clock;
    private final RandomGenerator random;
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private volatile Optional<Bytes> kept = Optional.empty();
    private volatile Runnable wake = () -> {};
    private volatile boolean closed;
    private long renewAtNanos;
    private boolean failing;

    /** Something that the key is asked. */
    private interface Question {
        Outcome ask() throws SigningException;
    }

    private record Waiting(Question question, CompletableFuture<Outcome> outcome) {}

    /** @param random draws the nonces of the evidence that is kept */
    public NodeEvidence(HardwareKey key, Clock clock, RandomGenerator random) {
        this.key = key;
        this.clock = clock;
        this.random = random;
        this.renewAtNanos = clock.monotonicNanos();
    }

    /** {@code listener} is called, from any thread, when {@link #doWork()} has something to do. */
    public void onWork(Runnable listener) {
        wake = listener;
    }

    @Override
    public Optional<Bytes> kept() {
        return kept;
    }

    @Override
    public CompletionStage<Outcome> fresh(Bytes nonce) {
        return ask(() -> new Given(key.evidence(nonce).encode()));
    }

    @Override
    public CompletionStage<Outcome> activate(CredentialChallenge challenge) {
        return ask(() -> key.activate(challenge)
                .<Outcome>map(Given::new)
                .orElseGet(() -> new Unable("this node's key is in no TPM")));
    }

    private CompletionStage<Outcome> ask(Question question) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        if (closed || !waiting.offer(new Waiting(question, outcome))) {
            outcome.complete(new Unable(closed ? "the node is shutting down" : "too many questions wait for the key"));
        } else {
            wake.run();
        }
        return outcome.minimalCompletionStage();
    }

    /** Asks the key what is to be asked, and waits for it. */
    @Override
    public int doWork() {
        Waiting next = waiting.poll();
        if (next != null) {
            next.outcome().complete(answer(next.question()));
            return 1;
        }
        if (clock.monotonicNanos() < renewAtNanos) {
            return 0;
        }
        renewAtNanos = clock.monotonicNanos() + (renew() ? RENEW_EVERY : RETRY_EVERY).toNanos();
        return 1;
    }

    private static Outcome answer(Question question) {
        try {
            return question.ask();
        } catch (SigningException e) {
            return new Unable(e.getMessage());
        }
    }

    private boolean renew() {
        try {
            kept = Optional.of(
                    key.evidence(Bytes.random(random, NONCE_SIZE_BYTES)).encode());
            failing = false;
            return true;
        } catch (SigningException e) {
            if (!failing) {
                LOG.warn(
                        "no new evidence of the node's key, trying again every {} s: {}",
                        RETRY_EVERY.toSeconds(),
                        e.getMessage());
            }
            failing = true;
            return false;
        }
    }

    @Override
    public long dueInNanos() {
        return waiting.isEmpty() ? Math.max(0, renewAtNanos - clock.monotonicNanos()) : 0;
    }

    @Override
    public String name() {
        return "evidence";
    }

    /** Answers what still waits. To be called when nobody drives it any more. */
    @Override
    public void close() {
        closed = true;
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.outcome().complete(new Unable("the node is shutting down"));
        }
    }
}
