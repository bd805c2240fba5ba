package io.signet.registrar;

import io.signet.statement.Bytes;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that is drawn when the process starts and kept nowhere: what was made with it is of no use to the next process,
 * and nodes begin again.
 */
final class ProcessSecret {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIZE_BYTES = 32;

    private final SecretKeySpec key;

    ProcessSecret(RandomGenerator random) {
        this.key = new SecretKeySpec(Bytes.random(random, SIZE_BYTES).toArray(), ALGORITHM);
    }

    /** 32 bytes that nobody else can compute; {@code use} tells what for. */
    Bytes mac(String use, Bytes message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(Bytes.utf8(use + '\0').asBuffer());
            mac.update(message.asBuffer());
            return Bytes.copyOf(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks " + ALGORITHM, e);
        }
    }
}
