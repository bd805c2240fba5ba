package io.signet.statement;

import java.util.random.RandomGenerator;

/**
 * A number used once, chosen by whoever asks, so that an answer can't be an older one repeated.
 *
 * @param value 16 bytes
 */
public record Nonce(Bytes value) {
    /** Size of a nonce. */
    public static final int SIZE_BYTES = 16;

    public Nonce {
        if (value.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("a nonce has " + SIZE_BYTES + " bytes, not " + value.size());
        }
    }

    /** Draws a nonce; {@code random} is a {@link java.security.SecureRandom} wherever a peer could gain by guessing. */
    public static Nonce draw(RandomGenerator random) {
        return new Nonce(Bytes.random(random, SIZE_BYTES));
    }

    @Override
    public String toString() {
        return value.toHex();
    }
}
