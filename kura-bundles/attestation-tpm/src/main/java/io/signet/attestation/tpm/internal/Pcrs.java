package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmUnavailableException;
import io.signet.statement.Bytes;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The TPM's platform configuration registers, in the bank of SHA-256. */
final class Pcrs {
    /** Number of registers that every TPM has (PC client platform profile, section 4.6). */
    static final int COUNT = 24;

    private static final int BITMAP_SIZE_BYTES = 3;
    /** Reads beyond what 24 registers need, 8 at once. */
    private static final int READS_MAX = COUNT;

    private Pcrs() {}

    /** The selection as TPML_PCR_SELECTION. */
    static Bytes selection(Set<Integer> pcrs) {
        byte[] bitmap = new byte[BITMAP_SIZE_BYTES];
        for (int pcr : pcrs) {
            bitmap[pcr / 8] |= (byte) (1 << (pcr % 8));
        }
        return new TpmWriter()
                .u32(1)
                .u16(Template.SHA256)
                .u8(BITMAP_SIZE_BYTES)
                .bytes(bitmap)
                .toBytes();
    }

    /** The values of {@code pcrs}, 32 bytes each. */
    static SortedMap<Integer, Bytes> read(TpmConnection tpm, Set<Integer> pcrs) throws TpmException {
        SortedMap<Integer, Bytes> values = new TreeMap<>();
        SortedSet<Integer> missing = new TreeSet<>(pcrs);
        for (int reads = 0; !missing.isEmpty(); reads++) {
            if (reads == READS_MAX) {
                throw new TpmUnavailableException("the TPM has no PCR " + missing
                        + " for SHA-256: switch that bank on in" + " the firmware's settings, or configure other PCRs");
            }
            TpmReader response = tpm.run(
                            TpmCommand.open(TpmCommand.Code.PCR_READ, new TpmWriter().bytes(selection(missing))))
                    .parameters();
            response.u32(); // pcrUpdateCounter
            SortedSet<Integer> given = readSelection(response);
            if (response.u32() != given.size()) {
                throw new TpmUnavailableException("the TPM gives other PCRs than it says");
            }
            for (int pcr : given) {
                values.put(pcr, Bytes.copyOf(response.sized()));
            }
            missing.removeAll(given);
        }
        return values;
    }

    private static SortedSet<Integer> readSelection(TpmReader reader) throws TpmUnavailableException {
        SortedSet<Integer> pcrs = new TreeSet<>();
        int banks = reader.u32();
        if (banks < 0 || banks > COUNT) {
            throw new TpmUnavailableException("the TPM gives " + banks + " banks of PCRs");
        }
        for (int bank = 0; bank < banks; bank++) {
            reader.u16();
            byte[] bitmap = reader.bytes(reader.u8());
            for (int pcr = 0; pcr < bitmap.length * 8; pcr++) {
                if ((bitmap[pcr / 8] & (1 << (pcr % 8))) != 0) {
                    pcrs.add(pcr);
                }
            }
        }
        return pcrs;
    }

    /** Extends PCR {@code pcr}: its value becomes SHA-256(value || digest). */
    static void extend(TpmConnection tpm, int pcr, Bytes digest) throws TpmException {
        tpm.run(TpmCommand.authorised(
                TpmCommand.Code.PCR_EXTEND,
                new TpmWriter().u32(1).u16(Template.SHA256).bytes(digest),
                TpmEntity.pcr(pcr)));
    }
}
