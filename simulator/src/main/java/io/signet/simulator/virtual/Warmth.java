package io.signet.simulator.virtual;

import io.signet.jetson.DeviceTelemetry;
import io.signet.jetson.TelemetryReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How warm a node's chip is, and what its telemetry says of it. It tends towards the room's temperature, or while it computes
 * towards one that lies a fixed step above it, exponentially: one thermal resistance and one capacity. Where it is too warm
 * it slows down until it has cooled a little. The figures are assumptions: see docs/simulator.md.
 */
final class Warmth implements TelemetryReader {
    private static final double ROOM = 25;
    /** At full speed, after long work. */
    private static final double RISE = 60;

    private static final double TIME_CONSTANT_NANOS = 30e9;
    private static final double SLOWS_AT = 95;
    private static final double RECOVERS_AT = 92;
    private static final double OFF_AT = 105;
    private static final double SLOWED = 0.5;

    private final World world;
    private double room = ROOM;
    private double celsius = ROOM;
    private boolean slowed;
    private boolean braked;
    private long knownUntil;
    private long busyUntil;
    private long busyNanos;
    private long slowedNanos;

    Warmth(World world) {
        this.world = world;
    }

    /** The room has {@code roomCelsius} from now on. */
    void room(double roomCelsius) {
        catchUp();
        room = roomCelsius;
    }

    /** The room is as it was in the beginning. */
    void restoreRoom() {
        room(ROOM);
    }

    /** Something else than heat slows it down. */
    void brake(boolean on) {
        braked = on;
    }

    /** The speed of a run that begins now, over the full one. */
    double speed() {
        catchUp();
        return slowed ? SLOWED : 1;
    }

    /** A run that begins now takes {@code nanos}. */
    void computes(long nanos) {
        busyUntil = Math.max(busyUntil, world.now() + nanos);
        busyNanos += nanos;
        slowedNanos += slowed ? nanos : 0;
    }

    /** Time computed so far. */
    long busyNanos() {
        return busyNanos;
    }

    /** What of it was at less than full speed because of heat. */
    long slowedNanos() {
        return slowedNanos;
    }

    private void catchUp() {
        long idleFrom = Math.min(world.now(), Math.max(knownUntil, busyUntil));
        tend(room + RISE * (slowed ? SLOWED : 1), idleFrom - knownUntil);
        tend(room, world.now() - idleFrom);
        knownUntil = world.now();
        slowed = celsius >= (slowed ? RECOVERS_AT : SLOWS_AT);
    }

    private void tend(double towards, long nanos) {
        celsius = towards + (celsius - towards) * StrictMath.exp(-nanos / TIME_CONSTANT_NANOS);
    }

    @Override
    public DeviceTelemetry read() {
        catchUp();
        return new DeviceTelemetry(
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                List.of(),
                List.of(new DeviceTelemetry.ThermalZone(
                        "chip", milli(celsius), OptionalInt.of(milli(SLOWS_AT)), OptionalInt.of(milli(OFF_AT)))),
                List.of(),
                List.of(brake("heat", slowed), brake("power", braked)),
                Optional.empty());
    }

    private static int milli(double degrees) {
        return (int) Math.round(1000 * degrees);
    }

    private static DeviceTelemetry.Brake brake(String name, boolean on) {
        return new DeviceTelemetry.Brake(name, on ? 1 : 0, OptionalInt.of(1));
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
