package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmUnavailableException;
import io.signet.statement.Bytes;
import java.nio.ByteBuffer;

/** Reads what a TPM wrote. What is cut short or too long comes from no TPM, so it counts as one that is not there. */
final class TpmReader {
    private final ByteBuffer in;

    TpmReader(byte[] content) {
        this.in = ByteBuffer.wrap(content);
    }

    TpmReader(Bytes content) {
        this.in = content.asBuffer().duplicate();
    }

    int u8() throws TpmUnavailableException {
        require(1);
        return in.get() & 0xff;
    }

    int u16() throws TpmUnavailableException {
        require(2);
        return in.getShort() & 0xffff;
    }

    int u32() throws TpmUnavailableException {
        require(4);
        return in.getInt();
    }

    byte[] bytes(int size) throws TpmUnavailableException {
        require(size);
        byte[] value = new byte[size];
        in.get(value);
        return value;
    }

    /** The content of a TPM2B. */
    byte[] sized() throws TpmUnavailableException {
        return bytes(u16());
    }

    /** All that is left. */
    byte[] rest() throws TpmUnavailableException {
        return bytes(in.remaining());
    }

    void expectEnd() throws TpmUnavailableException {
        if (in.hasRemaining()) {
            throw malformed(in.remaining() + " bytes too many");
        }
    }

    private void require(int size) throws TpmUnavailableException {
        if (size < 0 || in.remaining() < size) {
            throw malformed("it ends " + (size - in.remaining()) + " bytes too early");
        }
    }

    private static TpmUnavailableException malformed(String what) {
        return new TpmUnavailableException("the TPM's response is malformed: " + what);
    }
}
