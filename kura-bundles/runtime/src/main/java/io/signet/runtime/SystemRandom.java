package io.signet.runtime;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Where a node's components take unpredictable numbers from; a simulation hands in seeded ones instead. */
public final class SystemRandom {
    private SystemRandom() {}

    /** Numbers that nobody can guess (NIST SP 800-90A, as the platform has it). Thread-safe. */
    public static RandomGenerator create() {
        return new SecureRandom();
    }
}
