package io.signet.attestation.tpm.internal;

import io.signet.statement.Bytes;

/**
 * What a command works on: a loaded key, a hierarchy, an NV index.
 *
 * @param handle what the TPM calls it
 * @param name what a command is bound to, so that nobody between us and the TPM swaps handles (TPM 2.0 part 1, section
 *     16): the digest of its public area; the handle itself of what has none
 * @param auth its authorisation value, may be empty
 */
record TpmEntity(int handle, Bytes name, Bytes auth) {
    static final TpmEntity OWNER = permanent(0x40000001);
    static final TpmEntity NULL = permanent(0x40000007);
    static final TpmEntity ENDORSEMENT = permanent(0x4000000b);

    /** A hierarchy, a PCR or a session. */
    static TpmEntity permanent(int handle) {
        return new TpmEntity(handle, new TpmWriter().u32(handle).toBytes(), Bytes.EMPTY);
    }

    /** PCR {@code index}. */
    static TpmEntity pcr(int index) {
        return permanent(index);
    }

    /** The same with another authorisation value. */
    TpmEntity withAuth(Bytes value) {
        return new TpmEntity(handle, name, value);
    }

    /** Never the authorisation value. */
    @Override
    public String toString() {
        return Integer.toHexString(handle);
    }
}
