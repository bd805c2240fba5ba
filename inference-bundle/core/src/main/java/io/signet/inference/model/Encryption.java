package io.signet.inference.model;

import io.signet.statement.Bytes;

/**
 * How the files of a package's variants are encrypted: after {@code signet/content/1}, which docs/model-packages.md lays out.
 *
 * @param commitment what belongs to the package's content key and to no other, {@value #COMMITMENT_SIZE_BYTES} bytes
 */
public record Encryption(Bytes commitment) {
    static final String SCHEME = "signet/content/1";
    static final int COMMITMENT_SIZE_BYTES = 32;

    public Encryption {
        if (commitment.size() != COMMITMENT_SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a commitment has " + COMMITMENT_SIZE_BYTES + " bytes, not " + commitment.size());
        }
    }
}
