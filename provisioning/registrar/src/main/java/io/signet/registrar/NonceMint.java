package io.signet.registrar;

import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Nonces that need not be kept: each carries its age, and a code that only this process can have made. So nobody fills the
 * registrar's memory by asking for them. Thread-safe as far as {@code random} is.
 */
final class NonceMint {
    /** How long evidence may take: a TPM's first evidence takes seconds, a slow one half a minute. */
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final int RANDOM_BYTES = 16;
    private static final int BODY_BYTES = Long.BYTES + RANDOM_BYTES;
    private static final int SIZE_BYTES = BODY_BYTES + 16;

    private final ProcessSecret secret;
    private final Clock clock;
    private final RandomGenerator random;

    NonceMint(ProcessSecret secret, Clock clock, RandomGenerator random) {
        this.secret = secret;
        this.clock = clock;
        this.random = random;
    }

    /** A new nonce. */
    Bytes draw() {
        ByteBuffer body = ByteBuffer.allocate(BODY_BYTES).putLong(clock.monotonicMillis());
        body.put(Bytes.random(random, RANDOM_BYTES).asBuffer());
        return minted(Bytes.copyOf(body.flip()));
    }

    private Bytes minted(Bytes body) {
        byte[] nonce = new byte[SIZE_BYTES];
        body.asBuffer().get(nonce, 0, BODY_BYTES);
        secret.mac("nonce", body).asBuffer().get(nonce, BODY_BYTES, SIZE_BYTES - BODY_BYTES);
        return Bytes.copyOf(nonce);
    }

    /** Whether {@code nonce} is of this process, and not older than {@link #LIFE}. */
    boolean accepts(Bytes nonce) {
        if (nonce.size() != SIZE_BYTES
                || !MessageDigest.isEqual(minted(nonce.range(0, BODY_BYTES)).toArray(), nonce.toArray())) {
            return false;
        }
        long age = clock.monotonicMillis() - nonce.asBuffer().getLong();
        return age >= 0 && age <= LIFE.toMillis();
    }
}
