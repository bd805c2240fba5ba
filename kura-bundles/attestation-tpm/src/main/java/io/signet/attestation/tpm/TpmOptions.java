package io.signet.attestation.tpm;

import io.signet.runtime.Limits;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a node's TPM is and what its evidence is about.
 *
 * @param address where the TPM is reached
 * @param directory where the node keeps its wrapped keys; made if need be
 * @param pcrs the registers that are quoted, of 0 to 23; the firmware's own always is
 * @param firmwarePcr the register that the node extends with its own bundles
 * @param bootLog the kernel's log of the measured boot; it need not exist
 */
public record TpmOptions(TpmAddress address, Path directory, SortedSet<Integer> pcrs, int firmwarePcr, Path bootLog) {
    /** The firmware's register unless the configuration says otherwise. */
    public static final int FIRMWARE_PCR = 14;

    /** Where Linux gives the log of the measured boot. */
    public static final Path BOOT_LOG = Path.of("/sys/kernel/security/tpm0/binary_bios_measurements");

    private static final int BOOT_PCRS = 8;
    private static final int PCR_MAX = 23;

    public TpmOptions {
        SortedSet<Integer> quoted = new TreeSet<>(pcrs);
        quoted.add(firmwarePcr);
        quoted.forEach(pcr -> Limits.requireInRange("pcrs", pcr, 0, PCR_MAX));
        pcrs = Collections.unmodifiableSortedSet(quoted);
    }

    /** The defaults: the registers of the boot, 0 to 7, and {@link #FIRMWARE_PCR}. */
    public static TpmOptions of(TpmAddress address, Path directory) {
        SortedSet<Integer> boot = new TreeSet<>();
        for (int pcr = 0; pcr < BOOT_PCRS; pcr++) {
            boot.add(pcr);
        }
        return new TpmOptions(address, directory, boot, FIRMWARE_PCR, BOOT_LOG);
    }
}
