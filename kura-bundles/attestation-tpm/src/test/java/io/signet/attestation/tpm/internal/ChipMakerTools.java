package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmAddress;
import io.signet.attestation.tpm.TpmTransport;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.security.PublicKey;
import java.security.SecureRandom;

/** What the maker of a chip does to it before it is sold, and what other programs may do later. */
public final class ChipMakerTools implements AutoCloseable {
    private static final TpmEntity PLATFORM = TpmEntity.permanent(0x4000000c);
    private static final int CERTIFICATE_ECC = 0x01c0000a;
    /** PPWRITE, PPREAD, OWNERREAD, AUTHREAD, NO_DA and PLATFORMCREATE (TPM 2.0 part 2, section 13.4). */
    private static final int CERTIFICATE_ATTRIBUTES = 0x42070001;

    private static final int CHUNK_SIZE_BYTES = 512;

    private final TpmConnection tpm;

    /** Connects. */
    public ChipMakerTools(TpmAddress address) throws Exception {
        tpm = new TpmConnection(TpmTransport.to(address).connect(), new SecureRandom());
        tpm.flushAll();
    }

    /** The endorsement key. */
    public PublicKey endorsementKey() throws Exception {
        return Template.ENDORSEMENT_ECC
                .point(Endorsement.find(tpm).publicArea())
                .key();
    }

    /** Leaves {@code certificate} where makers leave it. */
    public void leave(Bytes certificate) throws Exception {
        byte[] index = new TpmWriter()
                .u32(CERTIFICATE_ECC)
                .u16(Template.SHA256)
                .u32(CERTIFICATE_ATTRIBUTES)
                .u16(0)
                .u16(certificate.size())
                .toArray();
        tpm.run(TpmCommand.authorised(
                TpmCommand.Code.NV_DEFINE_SPACE, new TpmWriter().u16(0).sized(index), PLATFORM));
        byte[] content = certificate.toArray();
        for (int offset = 0; offset < content.length; offset += CHUNK_SIZE_BYTES) {
            Bytes chunk = Bytes.copyOfRange(content, offset, Math.min(content.length, offset + CHUNK_SIZE_BYTES));
            tpm.run(TpmCommand.authorised(
                            TpmCommand.Code.NV_WRITE,
                            new TpmWriter().sized(chunk).u16(offset),
                            PLATFORM)
                    .with(TpmEntity.permanent(CERTIFICATE_ECC)));
        }
    }

    /** Extends a register by something of another program. */
    public void extend(int register) throws Exception {
        Pcrs.extend(tpm, register, Digest.sha256(Bytes.utf8("another program")).value());
    }

    @Override
    public void close() {
        tpm.close();
    }
}
