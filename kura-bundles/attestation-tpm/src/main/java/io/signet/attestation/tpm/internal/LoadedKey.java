package io.signet.attestation.tpm.internal;

import io.signet.statement.Bytes;

/**
 * A key that is in the TPM now, on P-256.
 *
 * @param entity its handle, name and authorisation value
 * @param publicArea TPMT_PUBLIC
 * @param point its public key
 */
record LoadedKey(TpmEntity entity, Bytes publicArea, Template.Point point) {}
