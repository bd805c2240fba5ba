package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;

/**
 * What a TPM says and signs: TPMS_ATTEST (TPM 2.0 Library, part 2, section 10.12.12):
 *
 * <pre>
 * magic 32 | type 16 | qualified signer TPM2B | extra data TPM2B | clock 64 | reset count 32 | restart count 32 | safe 8
 * | firmware version 64 | what is attested
 * </pre>
 *
 * @param magic {@link #GENERATED_BY_TPM}, or the TPM did not make it: a restricted key signs nothing else that begins so
 * @param qualifiedSigner name of the key that signed, and all its ancestors
 * @param extraData what whoever asked for the attestation gave
 * @param clockMillis the TPM's clock
 * @param resetCount how often the TPM was reset; veiled if the key is not in the endorsement hierarchy
 * @param restartCount how often it was restarted since; veiled as well
 * @param firmwareVersion of the TPM; veiled as well
 * @param attested what is said
 */
public record TpmAttest(
        long magic,
        Bytes qualifiedSigner,
        Bytes extraData,
        long clockMillis,
        long resetCount,
        long restartCount,
        long firmwareVersion,
        Attested attested) {
    /** TPM_GENERATED_VALUE: "TCG" after 0xff (section 6.2). */
    public static final long GENERATED_BY_TPM = 0xff544347L;

    /** Longest name: an algorithm and a SHA-512. */
    static final int NAME_BYTES_MAX = 66;

    private static final int EXTRA_DATA_BYTES_MAX = 66;

    /**
     * Reads an attestation, whatever its magic and type: whoever asks must look at both.
     *
     * @throws MalformedException if {@code encoded} is anything else
     */
    public static TpmAttest decode(Bytes encoded) throws MalformedException {
        TpmReader reader = TpmReader.bigEndian(encoded, "what a TPM attests");
        long magic = reader.u32();
        int type = reader.u16();
        Bytes qualifiedSigner = reader.sized(NAME_BYTES_MAX);
        Bytes extraData = reader.sized(EXTRA_DATA_BYTES_MAX);
        long clock = reader.u64();
        long resetCount = reader.u32();
        long restartCount = reader.u32();
        int safeOffset = reader.offset();
        if (reader.u8() > 1) {
            throw reader.wrong("its clock is neither safe nor unsafe", safeOffset);
        }
        long firmwareVersion = reader.u64();
        Attested attested = readAttested(type, reader);
        return new TpmAttest(
                magic, qualifiedSigner, extraData, clock, resetCount, restartCount, firmwareVersion, attested);
    }

    private static Attested readAttested(int type, TpmReader reader) throws MalformedException {
        Attested attested =
                switch (type) {
                    case Attested.Key.TYPE -> Attested.Key.read(reader);
                    case Attested.Quote.TYPE -> Attested.Quote.read(reader);
                    default -> {
                        reader.bytes(reader.remaining());
                        yield new Attested.Other(type);
                    }
                };
        reader.expectEnd();
        return attested;
    }
}
