package io.signet.inference.model;

import io.signet.runtime.Limits;
import io.signet.statement.Digest;

/**
 * One file in a package.
 *
 * @param path where it unpacks to: up to 8 names of letters, digits, '_', '-' and inner '.', joined by '/'
 * @param sizeBytes 0 to {@link ModelPackage#SIZE_BYTES_MAX}
 * @param digest SHA-256 of its content
 */
public record PackagedFile(String path, long sizeBytes, Digest digest) {
    public PackagedFile {
        PackagePath.require(path);
        Limits.requireInRange("size of " + path, sizeBytes, 0, ModelPackage.SIZE_BYTES_MAX);
    }
}
