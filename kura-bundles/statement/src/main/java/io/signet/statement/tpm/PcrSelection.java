package io.signet.statement.tpm;

import io.signet.statement.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Registers of one bank: TPMS_PCR_SELECTION (TPM 2.0 Library, part 2, section 10.6.2).
 *
 * @param hash the number of the bank's algorithm
 * @param pcrs the registers, each 0 to 31
 */
public record PcrSelection(int hash, SortedSet<Integer> pcrs) {
    private static final int BANKS_MAX = 16;
    private static final int SELECT_BYTES_MAX = 4;

    public PcrSelection {
        pcrs = Collections.unmodifiableSortedSet(new TreeSet<>(pcrs));
    }

    /** Whether it is the bank of SHA-256. */
    public boolean isSha256() {
        return hash == TpmAlgorithm.SHA256;
    }

    /** TPML_PCR_SELECTION (section 10.9.7): count 32, then each: hash 16, size 8, so many bytes, the lowest register first. */
    static List<PcrSelection> readList(TpmReader reader) throws MalformedException {
        int start = reader.offset();
        long count = reader.u32();
        if (count > BANKS_MAX) {
            throw reader.wrong("it selects of " + count + " banks, more than " + BANKS_MAX, start);
        }
        List<PcrSelection> selections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            selections.add(read(reader));
        }
        return List.copyOf(selections);
    }

    private static PcrSelection read(TpmReader reader) throws MalformedException {
        int hash = reader.u16();
        int start = reader.offset();
        int size = reader.u8();
        if (size > SELECT_BYTES_MAX) {
            throw reader.wrong("it selects by " + size + " bytes, more than " + SELECT_BYTES_MAX, start);
        }
        TreeSet<Integer> pcrs = new TreeSet<>();
        for (int i = 0; i < size; i++) {
            int bits = reader.u8();
            for (int bit = 0; bit < 8; bit++) {
                if ((bits >> bit & 1) == 1) {
                    pcrs.add(8 * i + bit);
                }
            }
        }
        return new PcrSelection(hash, pcrs);
    }
}
