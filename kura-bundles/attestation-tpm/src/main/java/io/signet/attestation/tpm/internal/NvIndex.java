package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmRefusedException;
import io.signet.statement.Bytes;
import java.util.Optional;

/** Reads what the chip's maker left in the TPM's memory. */
final class NvIndex {
    private static final int AUTH_READ = 1 << 18;
    /** Certificates have 1 to 2 kB. */
    private static final int SIZE_BYTES_MAX = 8 * 1024;
    /** Smaller than TPM_PT_NV_BUFFER_MAX of any TPM. */
    private static final int CHUNK_SIZE_BYTES = 512;

    private NvIndex() {}

    /** The content of {@code index}, empty if there is no such index or nothing in it that we may read. */
    static Optional<Bytes> read(TpmConnection tpm, int index) throws TpmException {
        TpmEntity entity = TpmEntity.permanent(index); // its name matters to sessions only, and none is used
        try {
            TpmReader description = tpm.run(TpmCommand.open(TpmCommand.Code.NV_READ_PUBLIC, new TpmWriter(), entity))
                    .parameters();
            description.u16(); // size of the structure
            description.u32(); // the index again
            description.u16(); // algorithm of its name
            int attributes = description.u32();
            description.sized(); // policy
            int size = Math.min(description.u16(), SIZE_BYTES_MAX);
            TpmEntity reader = (attributes & AUTH_READ) != 0 ? entity : TpmEntity.OWNER;
            TpmWriter content = new TpmWriter();
            for (int offset = 0; offset < size; offset += CHUNK_SIZE_BYTES) {
                int chunk = Math.min(CHUNK_SIZE_BYTES, size - offset);
                TpmCommand read = TpmCommand.authorised(
                        TpmCommand.Code.NV_READ, new TpmWriter().u16(chunk).u16(offset), reader);
                content.bytes(tpm.run(read.with(entity)).parameters().sized());
            }
            return Optional.of(content.toBytes());
        } catch (TpmRefusedException e) {
            return Optional.empty(); // that a certificate is not there to be read is for the verifier to judge
        }
    }
}
