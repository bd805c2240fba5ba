package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmTransport;
import java.io.IOException;
import java.nio.ByteBuffer;

/** How long a response is. */
final class Responses {
    private static final int SIZE_OFFSET = 2;

    private Responses() {}

    /**
     * Bytes of the whole response whose beginning is in {@code received}; those of a header as long as that is not there.
     *
     * @throws IOException if it says it has a size that no response has
     */
    static int size(ByteBuffer received) throws IOException {
        if (received.position() < TpmTransport.Channel.HEADER_SIZE_BYTES) {
            return TpmTransport.Channel.HEADER_SIZE_BYTES;
        }
        int size = received.getInt(SIZE_OFFSET);
        if (size < TpmTransport.Channel.HEADER_SIZE_BYTES || size > TpmTransport.Channel.SIZE_BYTES_MAX) {
            throw new IOException("its response claims to have " + size + " bytes: not a TPM 2.0, or out of step");
        }
        return size;
    }
}
