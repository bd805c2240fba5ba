/** A node's identity key in a TPM 2.0, the evidence that it is there, and secrets sealed to the node's firmware. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.attestation.tpm;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
