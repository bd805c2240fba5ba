package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.util.List;

/** What a TPM attests: TPMU_ATTEST (TPM 2.0 Library, part 2, section 10.12.11). */
public sealed interface Attested {
    /**
     * That a key is in the TPM: TPMS_CERTIFY_INFO.
     *
     * @param name of the key
     * @param qualifiedName of the key and all its ancestors
     */
    record Key(Bytes name, Bytes qualifiedName) implements Attested {
        static final int TYPE = 0x8017;

        static Key read(TpmReader reader) throws MalformedException {
            return new Key(reader.sized(TpmAttest.NAME_BYTES_MAX), reader.sized(TpmAttest.NAME_BYTES_MAX));
        }
    }

    /**
     * What registers hold: TPMS_QUOTE_INFO.
     *
     * @param selections which registers of which banks
     * @param pcrDigest of their values, one after the other
     */
    record Quote(List<PcrSelection> selections, Bytes pcrDigest) implements Attested {
        static final int TYPE = 0x8018;
        private static final int DIGEST_BYTES_MAX = 64;

        public Quote {
            selections = List.copyOf(selections);
        }

        static Quote read(TpmReader reader) throws MalformedException {
            return new Quote(PcrSelection.readList(reader), reader.sized(DIGEST_BYTES_MAX));
        }
    }

    /**
     * Anything else, which Signet has no use for.
     *
     * @param type TPMI_ST_ATTEST
     */
    record Other(int type) implements Attested {}
}
