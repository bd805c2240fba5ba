package io.signet.statement.evidence;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Finding;
import io.signet.statement.MalformedException;
import io.signet.statement.evidence.EvidenceVerdict.Reason;
import io.signet.statement.tpm.Attested;
import io.signet.statement.tpm.BootLog;
import io.signet.statement.tpm.Pcr;
import io.signet.statement.tpm.PcrSelection;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks registers: that their values are the quoted ones, and that the logs of boot and firmware fold to them.
 *
 * <p>Registers 0 to 7 are the platform firmware's and must be what the boot log says. Of the others, which an operating
 * system extends without telling that log, only the firmware register counts: it must be one of 8 to 15, which nobody can
 * reset while the machine runs, and hold what the boot log says of it followed by the firmware log.
 */
final class PcrCheck {
    private static final String CLAIM = "firmware";
    private static final int PLATFORM_PCR_MAX = 7;
    private static final int FIRMWARE_PCR_MAX = 15;

    private final TpmEvidence evidence;
    private final SortedMap<Integer, Digest> booted;

    /** Reads the boot log. */
    PcrCheck(TpmEvidence evidence) throws MalformedException {
        this.evidence = evidence;
        this.booted = evidence.bootLog().size() == 0
                ? new TreeMap<>()
                : BootLog.decode(evidence.bootLog()).replay();
    }

    /** Checks all; the result is what it proved. */
    List<Finding> check(Attested.Quote quote, FirmwareLog firmware) throws RefusedException {
        checkQuote(quote);
        checkFirmware(firmware);
        return List.of(
                new Finding.Proved(
                        CLAIM,
                        "The list of what the node's program started, in "
                                + firmware.runs().size()
                                + " runs since the machine was switched on, is what was extended into PCR "
                                + evidence.firmwarePcr() + " of the TPM."),
                checkBoot());
    }

    private void checkQuote(Attested.Quote quote) throws RefusedException {
        List<PcrSelection> selections = quote.selections();
        Set<Integer> given = evidence.pcrs().keySet();
        if (selections.size() != 1
                || !selections.get(0).isSha256()
                || !selections.get(0).pcrs().equals(given)) {
            throw new RefusedException(
                    Reason.CHANGED_PCR,
                    CLAIM,
                    "The registers given, " + given + ", are not those that the TPM quoted.");
        }
        MessageDigest composite = Digest.newSha256();
        evidence.pcrs().values().forEach(value -> value.value().updateInto(composite));
        Bytes digest = Digest.finish(composite).value();
        if (!digest.equals(quote.pcrDigest())) {
            throw new RefusedException(
                    Reason.CHANGED_PCR, CLAIM, "The registers' values are not those that the TPM quoted.");
        }
    }

    private void checkFirmware(FirmwareLog firmware) throws RefusedException {
        int pcr = evidence.firmwarePcr();
        if (pcr <= PLATFORM_PCR_MAX
                || pcr > FIRMWARE_PCR_MAX
                || !evidence.pcrs().containsKey(pcr)) {
            throw new RefusedException(
                    Reason.PCR_NOT_QUOTED,
                    CLAIM,
                    "The firmware's register, PCR " + pcr + ", is not a quoted one of " + (PLATFORM_PCR_MAX + 1)
                            + " to " + FIRMWARE_PCR_MAX + ", which can't be reset.");
        }
        Digest before = booted.getOrDefault(pcr, Pcr.ZERO);
        if (!firmware.extend(before).value().equals(quoted(pcr).value())) {
            throw new RefusedException(
                    Reason.FIRMWARE_MISMATCH,
                    CLAIM,
                    "The list of firmware is not what was extended into PCR " + pcr
                            + ": something else was started, or left out of the list.");
        }
    }

    private Finding checkBoot() throws RefusedException {
        if (booted.isEmpty()) {
            return new Finding.NotProved(
                    "boot", "There is no log of a measured boot: what ran before the node's program is not shown.");
        }
        for (Map.Entry<Integer, Digest> register :
                booted.headMap(PLATFORM_PCR_MAX + 1).entrySet()) {
            int pcr = register.getKey();
            if (!evidence.pcrs().containsKey(pcr)) {
                throw new RefusedException(
                        Reason.PCR_NOT_QUOTED, "boot", "The boot log is about PCR " + pcr + ", which was not quoted.");
            }
            if (!quoted(pcr).equals(register.getValue())) {
                throw new RefusedException(
                        Reason.BOOT_LOG_MISMATCH,
                        "boot",
                        "The boot log is not what was extended into PCR " + pcr + ": it was changed.");
            }
        }
        return new Finding.Proved(
                "boot", "The log of the measured boot is what was extended into the TPM's registers.");
    }

    private Digest quoted(int pcr) {
        return evidence.pcrs().getOrDefault(pcr, Pcr.ZERO);
    }
}
