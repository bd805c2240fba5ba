package io.signet.attestation.tpm.internal;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;

/**
 * A node's keys as they lie on its disk: wrapped, so that only the TPM which made them can use them.
 *
 * @param storageName name of the storage key that wraps them, which tells one TPM from another
 * @param auth the authorisation value of both keys, random, 32 bytes: whoever else uses the TPM can't use them
 * @param attestation the restricted key, which signs only what the TPM itself says
 * @param result the node's identity key
 */
record WrappedKeys(Bytes storageName, Bytes auth, Wrapped attestation, Wrapped result) {
    static final int SIZE_BYTES_MAX = 8 * 1024;
    static final int AUTH_SIZE_BYTES = 32;

    private static final long VERSION = 1;
    private static final int FIELDS = 7;
    private static final int PART_SIZE_BYTES_MAX = 2048;

    /**
     * A key.
     *
     * @param publicArea TPMT_PUBLIC
     * @param privateArea content of TPM2B_PRIVATE
     */
    record Wrapped(Bytes publicArea, Bytes privateArea) {}

    Bytes encode() {
        CborWriter writer = new CborWriter(1024);
        writer.startArray(FIELDS);
        writer.writeInt(VERSION);
        writer.writeBytes(storageName);
        writer.writeBytes(auth);
        writer.writeBytes(attestation.publicArea);
        writer.writeBytes(attestation.privateArea);
        writer.writeBytes(result.publicArea);
        writer.writeBytes(result.privateArea);
        return writer.toBytes();
    }

    static WrappedKeys decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readArray(FIELDS);
        reader.readExactInt(VERSION);
        Bytes storageName = reader.readBytes(PART_SIZE_BYTES_MAX);
        Bytes auth = reader.readExactBytes(AUTH_SIZE_BYTES);
        Wrapped attestation = wrapped(reader);
        Wrapped result = wrapped(reader);
        reader.expectEnd();
        return new WrappedKeys(storageName, auth, attestation, result);
    }

    private static Wrapped wrapped(CborReader reader) throws MalformedException {
        return new Wrapped(reader.readBytes(PART_SIZE_BYTES_MAX), reader.readBytes(PART_SIZE_BYTES_MAX));
    }

    /** Never the authorisation value. */
    @Override
    public String toString() {
        return "keys wrapped by " + storageName.toHex();
    }
}
