package io.signet.statement.tpm;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.random.RandomGenerator;

/** The caller's source of random numbers, for what wants Java's {@link SecureRandom}: exactly as good as that source. */
final class SecureDraws extends SecureRandom {
    private static final long serialVersionUID = 1L;

    SecureDraws(RandomGenerator source) {
        super(new Spi(source), null);
    }

    private static final class Spi extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;

        private final transient RandomGenerator source;

        Spi(RandomGenerator source) {
            this.source = source;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // the source has its own
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            source.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            byte[] seed = new byte[count];
            source.nextBytes(seed);
            return seed;
        }
    }
}
