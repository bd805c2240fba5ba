package io.signet.simulator.virtual;

import io.signet.inference.ModelInfo;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.spi.TensorSpec;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An engine with one model, which doubles numbers: {@code y = 2 x}, rows of one FP32 each. A run takes as long as the
 * node's hardware class says; see {@link LaneAgent}.
 */
final class SimulatedModel implements Engine, Session {
    static final String INPUT = "x";
    static final String OUTPUT = "y";
    static final int ROWS_MAX = 64;
    /** How a model's speed is measured when it is loaded, see HostedModel: at least two runs, as many as fit, at most six. */
    private static final long MEASURING_NANOS = Duration.ofMillis(300).toNanos();

    private static final int MEASURED_RUNS_MIN = 2;
    private static final int MEASURED_RUNS_MAX = 6;
    private static final int SPREAD_LIMIT = 3;

    /** What the run after a crash takes longer: a JVM starts, and the engine loads the model. */
    private static final long RESTART_NANOS = Duration.ofSeconds(2).toNanos();

    private static final TensorSpec INPUT_SPEC = new TensorSpec(INPUT, DataType.FP32, List.of(TensorSpec.ANY, 1L));
    private static final TensorSpec OUTPUT_SPEC = new TensorSpec(OUTPUT, DataType.FP32, List.of(TensorSpec.ANY, 1L));

    private final LocalClock clock;
    private final RandomGenerator random;
    private final HardwareClass hardware;
    private final double rowsPerSecond;
    private final Optional<Warmth> warmth;
    private double throttle = 1;
    private double failing;
    private double crashing;
    private boolean crashed;
    private double lying;
    private long runNanos;

    /** @param warmth of the chip; empty if it always stays cool */
    SimulatedModel(
            LocalClock clock,
            RandomGenerator random,
            HardwareClass hardware,
            double rowsPerSecond,
            Optional<Warmth> warmth) {
        this.clock = clock;
        this.random = random;
        this.hardware = hardware;
        this.rowsPerSecond = rowsPerSecond;
        this.warmth = warmth;
    }

    /** A factor around 1, as the hardware class spreads. */
    private double spread() {
        double gaussian = Math.max(-SPREAD_LIMIT, Math.min(SPREAD_LIMIT, Gaussian.draw(random)));
        return Math.max(0.1, 1 + hardware.spread() * gaussian);
    }

    /** Computes at {@code share} of the speed from now on. */
    void throttle(double share) {
        throttle = share;
        warmth.ifPresent(chip -> chip.brake(share < 1));
    }

    /** A share of runs fails for want of memory from now on. */
    void failForWantOfMemory(double share) {
        failing = share;
    }

    /** The engine's process ends in a share of runs from now on; the run after such a one starts it again. */
    void crash(double share) {
        crashing = share;
    }

    /** A share of runs gives wrong results from now on; see {@link #lieAbout}. */
    void lie(double share) {
        lying = share;
    }

    /** What this node computes a second in full batches, unthrottled. */
    double rowsPerSecond() {
        return ROWS_MAX * 1e9 / nanos(ROWS_MAX);
    }

    /** Time of a run without spread. */
    long nanos(int rows) {
        return hardware.runOverhead().toNanos() + (long) (rows * 1e9 / rowsPerSecond);
    }

    /** Time in which the model is loaded: its speed is measured with one row and with full batches. */
    long loadNanos() {
        return measuringNanos(1) + measuringNanos(ROWS_MAX);
    }

    private long measuringNanos(int rows) {
        long run = (long) (nanos(rows) / throttle);
        long nanos = MEASURED_RUNS_MIN * run;
        for (int runs = MEASURED_RUNS_MIN; runs < MEASURED_RUNS_MAX && nanos <= MEASURING_NANOS; runs++) {
            nanos += run;
        }
        return nanos;
    }

    /** Draws the time of the next run, of {@code rows}. */
    long drawNanos(int rows) {
        double speed = throttle * warmth.map(Warmth::speed).orElse(1.0);
        runNanos = (long) (nanos(rows) * spread() / speed);
        warmth.ifPresent(chip -> chip.computes(runNanos));
        return runNanos;
    }

    static float honest(float x) {
        return 2 * x;
    }

    static float lieAbout(float x) {
        return 2 * x + 1;
    }

    static Digest packageOf(String model) {
        return Digest.sha256(Bytes.utf8("simulated package of " + model));
    }

    /** The model as the node's inference knows it. */
    ModelInfo info(String name) {
        return new ModelInfo(
                name,
                "1",
                packageOf(name),
                List.of(INPUT_SPEC),
                List.of(OUTPUT_SPEC),
                List.of(),
                ROWS_MAX,
                rowsPerSecond());
    }

    /** Rows of one number each. */
    static Tensor column(float... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putFloat(value);
        }
        return Tensor.of(DataType.FP32, List.of((long) values.length, 1L), data.flip());
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) throws EngineException {
        ByteBuffer x = inputs.get(INPUT).data();
        int rows = x.remaining() / Float.BYTES;
        clock.charge(runNanos + (crashed ? RESTART_NANOS : 0));
        crashed = crashing > 0 && random.nextDouble() < crashing;
        if (crashed) {
            throw new EngineException("the engine's process ended while it computed");
        }
        if (failing > 0 && random.nextDouble() < failing) {
            throw new EngineException("not enough memory");
        }
        boolean lies = lying > 0 && random.nextDouble() < lying;
        ByteBuffer y = ByteBuffer.allocate(x.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        while (x.hasRemaining()) {
            float value = x.getFloat();
            y.putFloat(lies ? lieAbout(value) : honest(value));
        }
        return Map.of(OUTPUT, Tensor.of(DataType.FP32, List.of((long) rows, 1L), y.flip()));
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(INPUT_SPEC);
    }

    @Override
    public List<TensorSpec> outputs() {
        return List.of(OUTPUT_SPEC);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String device() {
        return "virtual/" + hardware.name();
    }

    @Override
    public boolean supports(String format) {
        return false; // it is given to lanes as it is, and opens no packages
    }

    @Override
    public Session open(Path directory, String format, SessionOptions options) throws EngineException {
        throw new EngineException("the simulated engine opens no packages");
    }
}
