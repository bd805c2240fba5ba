package io.signet.registrar;

import io.signet.provisioning.login.FailureBudget;
import io.signet.provisioning.owner.ProtectedKey;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * Tells whether a passphrase is the owner's. It is the one that opened the owner's key; of it only a salted hash by scrypt (RFC
 * 7914) stays in memory, and nothing on a disk. Wrong ones are limited by address, and few are tried at a time. Thread-safe.
 */
public final class OwnerLogin {
    private static final int COST = 1 << 14;
    private static final int BLOCK = 8;
    private static final int PARALLEL = 1;
    private static final int SIZE_BYTES = 32;

    private static final int TRIES_AT_ONCE = 2;

    private final Semaphore tries = new Semaphore(TRIES_AT_ONCE);
    private final byte[] salt;
    private final byte[] hash;
    private final FailureBudget failures;

    /** What came of a try. */
    public enum Result {
        /** It is the owner. */
        WELCOME,
        /** It is another passphrase. */
        WRONG,
        /** Too many wrong ones came from there, or too many try at this moment: later. */
        LATER
    }

    /**
     * The login of whoever knows {@code passphrase}, which stays the caller's to wipe.
     *
     * @param random for the salt: a {@link java.security.SecureRandom}
     */
    public OwnerLogin(char[] passphrase, Clock clock, RandomGenerator random) {
        this.salt = Bytes.random(random, SIZE_BYTES).toArray();
        this.hash = hash(passphrase);
        this.failures = new FailureBudget(clock);
    }

    private byte[] hash(char[] passphrase) {
        byte[] bytes = Bytes.copyOf(StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase)))
                .toArray();
        try {
            return SCrypt.generate(bytes, salt, COST, BLOCK, PARALLEL, SIZE_BYTES);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Tries {@code passphrase} for whoever is at {@code address}. Never waits for others who try. */
    public Result attempt(char[] passphrase, String address) {
        if (!failures.allows(address)) {
            return Result.LATER;
        }
        if (passphrase.length < ProtectedKey.PASSPHRASE_CHARS_MIN) { // is nobody's, and costs nothing
            failures.charge(address);
            return Result.WRONG;
        }
        if (!tries.tryAcquire()) { // a flood of tries must not hold the threads that enrol nodes
            return Result.LATER;
        }
        try {
            if (MessageDigest.isEqual(hash, hash(passphrase))) {
                return Result.WELCOME;
            }
        } finally {
            tries.release();
        }
        failures.charge(address);
        return Result.WRONG;
    }
}
