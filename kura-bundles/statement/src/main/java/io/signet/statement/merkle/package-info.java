/** Merkle tree hashing and proofs after RFC 9162 section 2.1, over SHA-256. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.statement.merkle;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
