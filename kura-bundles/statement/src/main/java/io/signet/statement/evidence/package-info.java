/**
 * Evidence (RFC 9334): what a node says, and its TPM proves, of the key that signs its answers and of the firmware that it
 * has booted; and the verifier that checks it offline.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.statement.evidence;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
