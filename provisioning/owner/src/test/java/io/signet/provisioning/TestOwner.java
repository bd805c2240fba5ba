package io.signet.provisioning;

import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** An owner whose time stands still and whose serial numbers are the same in every run. */
public final class TestOwner {
    /** Now, for the tests. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** A clock that shows {@link #NOW}. */
    public static final Clock CLOCK = clockAt(NOW);

    private TestOwner() {}

    /** A clock that stands at {@code instant}. */
    public static Clock clockAt(Instant instant) {
        return new Clock() {
            @Override
            public long wallMillis() {
                return instant.toEpochMilli();
            }

            @Override
            public long monotonicNanos() {
                return 0;
            }
        };
    }

    /** Random numbers that are the same in every run. */
    public static RandomGenerator random() {
        return new SplittableRandom(1);
    }

    /** A new owner in {@code directory}. */
    public static OwnerAuthority create(Path directory) throws IOException, ProvisioningException {
        return OwnerAuthority.create(directory, "Ferme du Lac", CLOCK, random());
    }
}
