/** Commands, sessions and transports of TPM 2.0. */
@NullMarked
package io.signet.attestation.tpm.internal;

import org.jspecify.annotations.NullMarked;
