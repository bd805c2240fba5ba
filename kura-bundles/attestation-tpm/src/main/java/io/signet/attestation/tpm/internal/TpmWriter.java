package io.signet.attestation.tpm.internal;

import io.signet.statement.Bytes;
import java.io.ByteArrayOutputStream;

/** Writes what a TPM reads: numbers in big-endian order, sized buffers with 16 bits of size (TPM 2.0 part 2). */
final class TpmWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    TpmWriter u8(int value) {
        out.write(value);
        return this;
    }

    TpmWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    TpmWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    TpmWriter bytes(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    TpmWriter bytes(Bytes value) {
        return bytes(value.toArray());
    }

    /** A TPM2B: size, then content. */
    TpmWriter sized(byte[] value) {
        return u16(value.length).bytes(value);
    }

    /** A TPM2B: size, then content. */
    TpmWriter sized(Bytes value) {
        return sized(value.toArray());
    }

    byte[] toArray() {
        return out.toByteArray();
    }

    Bytes toBytes() {
        return Bytes.copyOf(out.toByteArray());
    }
}
