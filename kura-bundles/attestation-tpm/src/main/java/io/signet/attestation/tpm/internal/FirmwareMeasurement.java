package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.tpm.Pcr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extends the firmware register with what the node's program starts, and keeps the list that folds to it.
 *
 * <p>The list is written before the register is extended. So when the machine or the program dies between the two, the
 * list is ahead of the register, and the next start extends what is missing; the other way round would be beyond repair.
 *
 * <p>Called by one thread at a time.
 */
final class FirmwareMeasurement {
    private static final Logger LOG = LoggerFactory.getLogger(FirmwareMeasurement.class);

    private final FirmwareFile file;
    private final int register;
    private final BootLogFile bootLog;

    /** What this program has started, in case that the TPM is reset under it. */
    private Optional<FirmwareRun> current = Optional.empty();

    FirmwareMeasurement(FirmwareFile file, int register, BootLogFile bootLog) {
        this.file = file;
        this.register = register;
        this.bootLog = bootLog;
    }

    /** What was started since the machine was switched on. */
    FirmwareLog log(TpmConnection tpm) throws TpmException {
        return file.read(resetCount(tpm)).log();
    }

    /** Measures a run that begins now with {@code run}. */
    void begin(TpmConnection tpm, FirmwareRun run) throws TpmException {
        append(tpm, run);
        current = Optional.of(run);
    }

    private void append(TpmConnection tpm, FirmwareRun run) throws TpmException {
        long resets = resetCount(tpm);
        List<FirmwareRun> runs = new ArrayList<>(file.read(resets).log().runs());
        runs.add(run);
        if (runs.size() > FirmwareLog.RUNS_MAX) {
            LOG.error(
                    "the firmware's list is full after {} runs: no evidence until the machine was switched off and on",
                    FirmwareLog.RUNS_MAX);
            return;
        }
        write(tpm, new FirmwareFile.Since(resets, new FirmwareLog(runs)));
    }

    /** Measures {@code item}, which the run that {@link #begin} began starts now. */
    void add(TpmConnection tpm, FirmwareItem item) throws TpmException {
        FirmwareRun before = current.orElseThrow(() -> new IllegalStateException("no run has begun"));
        List<FirmwareItem> items = new ArrayList<>(before.items());
        items.add(item);
        FirmwareRun run = new FirmwareRun(items);
        long resets = resetCount(tpm);
        List<FirmwareRun> runs = new ArrayList<>(file.read(resets).log().runs());
        if (runs.isEmpty()) {
            runs.add(run);
        } else {
            runs.set(runs.size() - 1, run);
        }
        write(tpm, new FirmwareFile.Since(resets, new FirmwareLog(runs)));
        current = Optional.of(run);
    }

    /** If the TPM was reset under this program, its registers are empty again: measures again what runs. */
    void afterReconnect(TpmConnection tpm) throws TpmException {
        if (current.isPresent() && log(tpm).runs().isEmpty()) {
            LOG.warn("the TPM was reset while this node runs; its firmware is measured again");
            append(tpm, current.get());
        }
    }

    private void write(TpmConnection tpm, FirmwareFile.Since since) throws TpmException {
        file.write(since);
        for (Digest event : missing(tpm, since.log())) {
            Pcrs.extend(tpm, register, event.value());
        }
    }

    /** The events of {@code log} that the register does not hold yet. */
    private List<Digest> missing(TpmConnection tpm, FirmwareLog log) throws TpmException {
        List<Digest> events = new ArrayList<>();
        for (FirmwareRun run : log.runs()) {
            events.add(FirmwareRun.START_EVENT);
            run.items().forEach(item -> events.add(item.eventDigest()));
        }
        Bytes present = Pcrs.read(tpm, Set.of(register)).getOrDefault(register, Bytes.EMPTY);
        Digest value = bootLog.valueOf(register);
        int held = value.value().equals(present) ? 0 : -1;
        for (int i = 0; i < events.size(); i++) {
            value = Pcr.extend(value, events.get(i));
            if (value.value().equals(present)) {
                held = i + 1;
            }
        }
        if (held < 0) {
            LOG.error(
                    "another program has extended PCR {}: nobody will believe this node's evidence until the machine was"
                            + " switched off and on; configure another firmware.pcr for good",
                    register);
            return List.of();
        }
        return events.subList(held, events.size());
    }

    /** How often the TPM was reset (TPM 2.0 part 2, section 10.11.1, TPMS_CLOCK_INFO). */
    private static long resetCount(TpmConnection tpm) throws TpmException {
        TpmReader response = tpm.run(TpmCommand.open(TpmCommand.Code.READ_CLOCK, new TpmWriter()))
                .parameters();
        response.bytes(2 * Long.BYTES); // time since the TPM's start, and its clock
        return Integer.toUnsignedLong(response.u32());
    }
}
