package io.signet.statement.evidence;

import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborType;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every run of the node's program since the machine was switched on, oldest first: what folds to the value of the firmware
 * PCR. Most runs start what the one before them did; on the wire such a run is the number of the first one like it, so that
 * many restarts fit.
 *
 * @param runs 0 to {@value #RUNS_MAX} runs
 */
public record FirmwareLog(List<FirmwareRun> runs) {
    /** Most runs; a node that restarted more often has to be switched off and on before it can give evidence again. */
    public static final int RUNS_MAX = 1024;

    /** A log without a run: nothing is said of the firmware. */
    public static final FirmwareLog EMPTY = new FirmwareLog(List.of());

    public FirmwareLog {
        runs = List.copyOf(runs);
        if (runs.size() > RUNS_MAX) {
            throw new IllegalArgumentException("a firmware log has at most " + RUNS_MAX + " runs, not " + runs.size());
        }
    }

    /** What the firmware PCR holds after all runs if it held {@code pcr} before the first. */
    public Digest extend(Digest pcr) {
        Digest value = pcr;
        for (FirmwareRun run : runs) {
            value = run.extend(value);
        }
        return value;
    }

    /** Writes the log as one item. */
    public void write(CborWriter writer) {
        Map<FirmwareRun, Integer> first = new HashMap<>();
        writer.startArray(runs.size());
        for (int i = 0; i < runs.size(); i++) {
            FirmwareRun run = runs.get(i);
            Integer like = first.putIfAbsent(run, i);
            if (like == null) {
                run.write(writer);
            } else {
                writer.writeInt(like);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws MalformedException if it is anything else
     */
    public static FirmwareLog read(CborReader reader) throws MalformedException {
        int start = reader.offset();
        int size = reader.readArraySize();
        if (size > RUNS_MAX) {
            throw new MalformedException("a firmware log has at most " + RUNS_MAX + " runs, not " + size, start);
        }
        List<FirmwareRun> runs = new ArrayList<>();
        Map<FirmwareRun, Integer> first = new HashMap<>();
        for (int i = 0; i < size; i++) {
            runs.add(readRun(reader, runs, first));
        }
        return new FirmwareLog(runs);
    }

    private static FirmwareRun readRun(CborReader reader, List<FirmwareRun> before, Map<FirmwareRun, Integer> first)
            throws MalformedException {
        int start = reader.offset();
        if (reader.peekType() == CborType.INTEGER) {
            int like = Math.toIntExact(reader.readInt(0, Math.max(0, before.size() - 1)));
            if (before.isEmpty() || first.getOrDefault(before.get(like), -1) != like) {
                throw new MalformedException("a run is like none before it, or not like the first of them", start);
            }
            return before.get(like);
        }
        int size = reader.readArraySize();
        if (size > FirmwareRun.ITEMS_MAX) {
            throw new MalformedException(
                    "a run starts at most " + FirmwareRun.ITEMS_MAX + " bundles, not " + size, start);
        }
        List<FirmwareItem> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(FirmwareItem.read(reader));
        }
        FirmwareRun run = new FirmwareRun(items);
        if (first.putIfAbsent(run, before.size()) != null) {
            throw new MalformedException("a run like an earlier one must be written as its number", start);
        }
        return run;
    }
}
