package io.signet.mesh.internal;

import io.signet.mesh.GatewayAddress;
import io.signet.mesh.LogAddress;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.mesh.spi.NodeLoad;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node can take, as it goes over the wire (docs/protocol.md, "Capacity report").
 *
 * @param epoch wall-clock milliseconds at which the node's broker connection was made
 * @param sequence grows with every report of one epoch
 * @param accepting false while the node drains before it stops
 * @param strain whether the node's hardware needs relief
 * @param log where the node's log is shown, if it is
 * @param gateway where other members reach the node's gateway, if it says so
 */
record CapacityReport(
        long epoch,
        long sequence,
        boolean accepting,
        List<ServedModel> models,
        int queuedRows,
        int runningTasks,
        int tasksMax,
        long freeMemoryMib,
        Strain strain,
        Optional<LogAddress> log,
        Optional<GatewayAddress> gateway) {
    static final int EPOCH = 3;
    private static final int SEQUENCE = 4;
    private static final int ACCEPTING = 5;
    private static final int MODELS = 6;
    private static final int QUEUED_ROWS = 7;
    private static final int RUNNING_TASKS = 8;
    private static final int TASKS_MAX = 9;
    private static final int FREE_MEMORY = 10;
    private static final int LOG = 11;
    private static final int STRAIN = 12;
    private static final int GATEWAY = 13;
    private static final int HOT = 1;
    private static final int THROTTLED = 2;
    /** Keys that every report has; a later version may add others, which are skipped. */
    private static final int KEYS_MIN = 8;
    /** Rows per second travel in hundredths. */
    private static final double SPEED_UNIT = 100;

    CapacityReport {
        models = List.copyOf(models);
    }

    int keys() {
        return KEYS_MIN + (log.isPresent() ? 1 : 0) + (strain == Strain.NONE ? 0 : 1) + (gateway.isPresent() ? 1 : 0);
    }

    void writeTo(CborWriter out) {
        out.writeInt(EPOCH).writeInt(epoch);
        out.writeInt(SEQUENCE).writeInt(sequence);
        out.writeInt(ACCEPTING).writeBoolean(accepting);
        out.writeInt(MODELS).startArray(models.size());
        for (ServedModel model : models) {
            out.startArray(3)
                    .writeText(model.name())
                    .writeBytes(model.packagePrefix())
                    .writeInt(Math.round(model.rowsPerSecond() * SPEED_UNIT));
        }
        out.writeInt(QUEUED_ROWS).writeInt(queuedRows);
        out.writeInt(RUNNING_TASKS).writeInt(runningTasks);
        out.writeInt(TASKS_MAX).writeInt(tasksMax);
        out.writeInt(FREE_MEMORY).writeInt(freeMemoryMib);
        log.ifPresent(address -> out.writeInt(LOG).writeText(address.url()));
        if (strain != Strain.NONE) {
            out.writeInt(STRAIN).writeInt(strain == Strain.HOT ? HOT : THROTTLED);
        }
        gateway.ifPresent(address -> out.writeInt(GATEWAY).writeText(address.hostAndPort()));
    }

    /** Reads the keys from {@link #EPOCH} on; skips those that a later version added. */
    static CapacityReport readFrom(CborReader in, int keysLeft) throws MalformedException {
        if (keysLeft < KEYS_MIN) {
            throw Fields.malformed(in, "a capacity report has at least " + KEYS_MIN + " fields");
        }
        long epoch = Fields.unsigned(in, EPOCH);
        long sequence = Fields.unsigned(in, SEQUENCE);
        boolean accepting = Fields.flag(in, ACCEPTING);
        List<ServedModel> models = models(in);
        int queuedRows = Fields.unsignedInt(in, QUEUED_ROWS);
        int runningTasks = Fields.unsignedInt(in, RUNNING_TASKS);
        int tasksMax = Fields.unsignedInt(in, TASKS_MAX);
        long freeMemoryMib = Fields.unsigned(in, FREE_MEMORY);
        Optional<LogAddress> log = Optional.empty();
        Strain strain = Strain.NONE;
        Optional<GatewayAddress> gateway = Optional.empty();
        for (int i = keysLeft - KEYS_MIN; i > 0; i--) {
            long key = in.readInt();
            if (key == LOG) {
                log = Optional.of(address(in));
            } else if (key == STRAIN) {
                strain = strain(in);
            } else if (key == GATEWAY) {
                gateway = Optional.of(gateway(in));
            } else {
                in.skipValue();
            }
        }
        return new CapacityReport(
                epoch,
                sequence,
                accepting,
                models,
                queuedRows,
                runningTasks,
                tasksMax,
                freeMemoryMib,
                strain,
                log,
                gateway);
    }

    /** Whatever else a later version calls it, it is a strain. */
    private static Strain strain(CborReader in) throws MalformedException {
        return in.readInt() == THROTTLED ? Strain.THROTTLED : Strain.HOT;
    }

    private static LogAddress address(CborReader in) throws MalformedException {
        String url = in.readText(LogAddress.CHARS_MAX);
        try {
            return new LogAddress(url);
        } catch (IllegalArgumentException e) {
            throw Fields.malformed(in, e.getMessage());
        }
    }

    private static GatewayAddress gateway(CborReader in) throws MalformedException {
        String address = in.readText(GatewayAddress.CHARS_MAX);
        try {
            return new GatewayAddress(address);
        } catch (IllegalArgumentException e) {
            throw Fields.malformed(in, e.getMessage());
        }
    }

    private static List<ServedModel> models(CborReader in) throws MalformedException {
        Fields.expect(in, MODELS);
        int count = in.readArraySize();
        if (count > NodeLoad.REPORTED_MODELS_MAX) {
            throw Fields.malformed(in, "a report holds at most " + NodeLoad.REPORTED_MODELS_MAX + " models");
        }
        List<ServedModel> models = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            in.readArray(3);
            String name = in.readText(ServedModel.NAME_CHARS_MAX);
            var prefix = in.readExactBytes(ServedModel.PREFIX_BYTES);
            double speed = in.readInt() / SPEED_UNIT;
            try {
                models.add(new ServedModel(name, prefix, speed));
            } catch (IllegalArgumentException e) {
                throw Fields.malformed(in, e.getMessage());
            }
        }
        return models;
    }
}
