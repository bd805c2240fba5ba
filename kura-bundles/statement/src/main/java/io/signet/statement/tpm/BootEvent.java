package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;

/**
 * Something that was measured before it was started: TCG_PCR_EVENT2 (PC Client Platform Firmware Profile, section 10.2.2).
 *
 * @param pcr the register that was extended; any 32 bits if nothing was
 * @param type what it is (section 10.4.1)
 * @param sha256 what was extended
 * @param data what it was, empty in a compact log
 */
public record BootEvent(long pcr, long type, Digest sha256, Bytes data) {
    private static final long NO_ACTION = 3;
    private static final Bytes STARTUP_LOCALITY = Bytes.utf8("StartupLocality\0");

    /** Whether the event extended a register. Others only tell something. */
    public boolean extended() {
        return type != NO_ACTION;
    }

    /** Whether the event tells from which locality the TPM was started, which shows in the first register. */
    boolean tellsLocality() {
        return !extended()
                && data.size() == STARTUP_LOCALITY.size() + 1
                && Bytes.copyOfRange(data.toArray(), 0, STARTUP_LOCALITY.size()).equals(STARTUP_LOCALITY);
    }

    /** The locality that {@link #tellsLocality} is about. */
    byte locality() {
        return data.toArray()[STARTUP_LOCALITY.size()];
    }
}
