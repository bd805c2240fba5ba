/**
 * The producing side of proofs: the key that signs for a node, the session keys that it certifies, and the node's
 * append-only log of statements.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.attestation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
