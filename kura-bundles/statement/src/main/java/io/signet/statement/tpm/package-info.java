/**
 * The structures of a TPM 2.0 (TPM 2.0 Library, part 2), read from untrusted bytes and checked without a TPM; credential
 * challenges; and the log of a measured boot (TCG PC Client Platform Firmware Profile).
 */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.statement.tpm;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
