package io.signet.mesh;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;

/**
 * A model that a node serves.
 *
 * @param name name in the package's manifest, 1 to {@value #NAME_CHARS_MAX} characters
 * @param packagePrefix the first {@value #PREFIX_BYTES} bytes of the package's digest
 * @param rowsPerSecond measured throughput in rows, at least 0.01
 */
public record ServedModel(String name, Bytes packagePrefix, double rowsPerSecond) {
    /** Longest name in a report. */
    public static final int NAME_CHARS_MAX = 24;
    /** Bytes of a package's digest in a report: enough to tell packages apart, not to prove one. */
    public static final int PREFIX_BYTES = 8;

    public ServedModel {
        if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
            throw new IllegalArgumentException("a served model's name has 1 to " + NAME_CHARS_MAX + " characters");
        }
        if (packagePrefix.size() != PREFIX_BYTES) {
            throw new IllegalArgumentException("a package prefix has " + PREFIX_BYTES + " bytes");
        }
        if (!(rowsPerSecond >= 0.01 && rowsPerSecond <= 1e9)) {
            throw new IllegalArgumentException("rows per second " + rowsPerSecond + " is not 0.01 to 1e9");
        }
    }

    /** A model with the prefix of {@code modelPackage}. */
    public static ServedModel of(String name, Digest modelPackage, double rowsPerSecond) {
        Bytes prefix = Bytes.copyOfRange(modelPackage.value().toArray(), 0, PREFIX_BYTES);
        return new ServedModel(name, prefix, Math.min(1e9, Math.max(0.01, rowsPerSecond)));
    }

    /** True if {@code modelPackage} starts with this prefix. */
    public boolean isPackage(Digest modelPackage) {
        return Bytes.copyOfRange(modelPackage.value().toArray(), 0, PREFIX_BYTES)
                .equals(packagePrefix);
    }
}
