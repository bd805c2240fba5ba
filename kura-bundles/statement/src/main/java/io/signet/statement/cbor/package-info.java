/** Deterministic CBOR (RFC 8949 section 4.2.1): a writer, and a strict, bounded reader that admits no other encoding. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.statement.cbor;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
