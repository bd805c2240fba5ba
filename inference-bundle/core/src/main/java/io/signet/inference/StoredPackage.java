package io.signet.inference;

import io.signet.statement.Digest;
import java.nio.file.Path;

/**
 * A model package that this node holds, as a file.
 *
 * @param digest of the package
 * @param file was verified when it came; whoever gets it verifies it again
 * @param sizeBytes of the file
 */
public record StoredPackage(Digest digest, Path file, long sizeBytes) {}
