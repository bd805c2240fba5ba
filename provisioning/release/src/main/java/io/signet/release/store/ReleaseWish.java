package io.signet.release.store;

import io.signet.release.Release;
import io.signet.runtime.Limits;
import io.signet.statement.Digest;

/**
 * The release that an owner wants a node to run.
 *
 * @param sequence its sequence
 * @param digest the SHA-256 of its archive
 * @param sizeBytes the archive's size
 * @param root the fingerprint of a root that the owner trusts, for a node that trusts none yet
 */
public record ReleaseWish(long sequence, Digest digest, long sizeBytes, Digest root) {
    /** Largest archive. */
    public static final long SIZE_BYTES_MAX = Release.TOTAL_BYTES_MAX + (4L << 20);

    public ReleaseWish {
        Limits.requireInRange("a release's sequence", sequence, 1, Release.SEQUENCE_MAX);
        Limits.requireInRange("a release's size", sizeBytes, 1, SIZE_BYTES_MAX);
    }
}
