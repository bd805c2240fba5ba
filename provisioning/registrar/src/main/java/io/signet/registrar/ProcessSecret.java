package io.signet.registrar;

import io.signet.statement.Bytes;
import io.signet.statement.Hmac;
import java.util.random.RandomGenerator;

/**
 * A secret that is drawn when the process starts and kept nowhere: what was made with it is of no use to the next process,
 * and nodes begin again.
 */
final class ProcessSecret {
    private static final int SIZE_BYTES = 32;

    private final Bytes key;

    ProcessSecret(RandomGenerator random) {
        this.key = Bytes.random(random, SIZE_BYTES);
    }

    /** 32 bytes that nobody else can compute; {@code use} tells what for. */
    Bytes mac(String use, Bytes message) {
        return Bytes.copyOf(Hmac.sha256(key.toArray(), Bytes.utf8(use + '\0').toArray(), message.toArray()));
    }
}
