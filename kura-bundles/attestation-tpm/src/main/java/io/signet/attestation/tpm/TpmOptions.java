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

    /** The registers of the boot, as a configuration names them. */
    public static final String BOOT_PCRS = "0,1,2,3,4,5,6,7";

    /** The kernel's resource manager, as a configuration names it. */
    public static final String DEVICE = "/dev/tpmrm0";

    private static final int TEXT_CHARS_MAX = 4096;
    private static final int FIRMWARE_PCR_MIN = 8;
    private static final int FIRMWARE_PCR_MAX = 15;
    private static final int PCR_MAX = 23;

    public TpmOptions {
        SortedSet<Integer> quoted = new TreeSet<>(pcrs);
        quoted.add(firmwarePcr);
        quoted.forEach(pcr -> Limits.requireInRange("pcrs", pcr, 0, PCR_MAX));
        pcrs = Collections.unmodifiableSortedSet(quoted);
    }

    /**
     * The options in the words of a configuration.
     *
     * @param directory as in the record
     * @param device a device's path
     * @param socket an emulated TPM's socket, empty for the device
     * @param pcrs numbers with commas between
     * @param firmwarePcr a register of 8 to 15, which nothing but a reset of the machine sets back
     * @throws IllegalArgumentException if a value is missing or out of range; with its key
     */
    public static TpmOptions configured(String directory, String device, String socket, String pcrs, int firmwarePcr) {
        Path keys = Path.of(Limits.requireText("directory", directory, TEXT_CHARS_MAX));
        TpmAddress address = socket.isEmpty()
                ? new TpmAddress.Device(Path.of(Limits.requireText("device.file", device, TEXT_CHARS_MAX)))
                : new TpmAddress.Socket(Path.of(socket));
        Limits.requireInRange("firmware.pcr", firmwarePcr, FIRMWARE_PCR_MIN, FIRMWARE_PCR_MAX);
        return new TpmOptions(address, keys, parse(pcrs), firmwarePcr, BOOT_LOG);
    }

    private static SortedSet<Integer> parse(String pcrs) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String number : pcrs.split(",")) {
            try {
                if (!number.isBlank()) {
                    numbers.add(Integer.parseInt(number.strip()));
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "pcrs = " + pcrs + ": expected numbers of 0 to 23 with commas between", e);
            }
        }
        return numbers;
    }

    /** The defaults: the registers of the boot, 0 to 7, and {@link #FIRMWARE_PCR}. */
    public static TpmOptions of(TpmAddress address, Path directory) {
        return new TpmOptions(address, directory, parse(BOOT_PCRS), FIRMWARE_PCR, BOOT_LOG);
    }
}
