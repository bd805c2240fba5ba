package io.signet.inference.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every engine must pass. A subclass gives the engine and two models. One is {@code y = softmax(x W)}: input
 * {@code x}, FP32 {@code [-1, 3]}, output {@code y}, FP32 {@code [-1, 2]}, {@code W = [[1, 0], [0, 1], [1, -1]]}. The
 * other gives in {@code y} what it takes in {@code x}.
 */
@Timeout(60)
public abstract class EngineContractTest {
    /** Engines compute FP32; a softmax of two classes is as exact as that. */
    private static final Offset<Float> TOLERANCE = Offset.offset(2e-6f);

    private static final int RUNS_AT_ONCE = 4;

    /** How often a session runs to show that it leaks nothing; {@code .ci/heavy} takes 100,000. */
    private static final int RUNS = Integer.getInteger("signet.engine.runs", 2_000);

    private static final long MIB = 1L << 20;

    @TempDir
    Path directory;

    private Session session;

    /** The engine under test. */
    protected abstract Engine engine();

    /** A format that it supports. */
    protected abstract String format();

    /** Writes the softmax model into {@code target}, which does not exist, and returns it. */
    protected abstract Path writeSoftmaxModel(Path target) throws Exception;

    /** The element types that the engine exchanges. */
    protected abstract Set<DataType> elementTypes();

    /** Writes a model that gives back what it takes into {@code target}, which does not exist, and returns it. */
    protected abstract Path writeIdentityModel(Path target, DataType type, long... shape) throws Exception;

    /** How often a model is opened to show that this leaks nothing. */
    protected int openings() {
        return 60;
    }

    @BeforeEach
    void open() throws Exception {
        session = engine().open(
                        writeSoftmaxModel(directory.resolve("softmax")),
                        format(),
                        new SessionOptions(64, RUNS_AT_ONCE));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static Tensor rows(RandomGenerator random, int rows, boolean direct) {
        int bytes = rows * 3 * Float.BYTES;
        ByteBuffer data = direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
        data.order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            data.putFloat(random.nextFloat() * 4 - 2);
        }
        return Tensor.of(DataType.FP32, List.of((long) rows, 3L), data.flip());
    }

    private static void assertSoftmax(Tensor x, Tensor y) {
        assertThat(y.type()).isEqualTo(DataType.FP32);
        assertThat(y.shape()).containsExactly(x.rows(), 2L);
        for (int row = 0; row < x.rows(); row++) {
            double a = x.floats().get(3 * row);
            double b = x.floats().get(3 * row + 1);
            double c = x.floats().get(3 * row + 2);
            float expected = (float) (1 / (1 + Math.exp((b - c) - (a + c))));
            assertThat(y.floats().get(2 * row)).isCloseTo(expected, TOLERANCE);
            assertThat(y.floats().get(2 * row + 1)).isCloseTo(1 - expected, TOLERANCE);
        }
    }

    @Test
    void identity_isShortAndStable() {
        assertThat(engine().name()).matches("[a-z0-9-]{1,32}");
        assertThat(engine().version()).matches("[0-9][0-9A-Za-z.+-]*");
        assertThat(engine().device()).matches("[a-z0-9_-]+(/[A-Za-z0-9_. -]+)?").hasSizeBetween(1, 64);
        assertThat(engine().label())
                .isEqualTo(engine().name() + "/" + engine().version())
                .hasSizeBetween(1, 64);
    }

    @Test
    void supports_itsFormat_andNotAnother() {
        assertThat(engine().supports(format())).isTrue();
        assertThat(engine().supports("no-such-format")).isFalse();
    }

    @Test
    void open_otherFormat_isRefused() {
        assertThatThrownBy(() -> engine().open(directory, "no-such-format", SessionOptions.DEFAULT))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no-such-format");
    }

    @Test
    void open_emptyDirectory_isRefusedNamingIt() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        assertThatThrownBy(() -> engine().open(empty, format(), SessionOptions.DEFAULT))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(empty.toString());
    }

    @Test
    void open_everyFileCutInHalf_isRefusedOrComputes() throws Exception {
        Path model = writeSoftmaxModel(directory.resolve("cut"));
        List<Path> files;
        try (var walk = Files.walk(model)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            try (Session opened = engine().open(model, format(), SessionOptions.DEFAULT)) {
                assertThat(opened.outputs()).isEqualTo(session.outputs()); // a file that the engine does not need
            } catch (EngineException e) {
                assertThat(e).hasMessageContaining(model.toString());
            }
            Files.write(file, whole);
        }
    }

    @Test
    void specs_areThoseOfTheModel() {
        assertThat(session.inputs()).containsExactly(new TensorSpec("x", DataType.FP32, List.of(-1L, 3L)));
        assertThat(session.outputs()).containsExactly(new TensorSpec("y", DataType.FP32, List.of(-1L, 2L)));
    }

    @Test
    void run_directAndHeapBuffers_giveTheSame() throws Exception {
        Tensor direct = rows(new SplittableRandom(7), 5, true);
        Tensor heap = rows(new SplittableRandom(7), 5, false);

        Map<String, Tensor> fromDirect = session.run(Map.of("x", direct));
        Map<String, Tensor> fromHeap = session.run(Map.of("x", heap));

        assertSoftmax(direct, fromDirect.get("y"));
        assertThat(fromHeap).isEqualTo(fromDirect);
    }

    @Test
    void run_sliceOfATensor_computesThatSlice() throws Exception {
        Tensor whole = rows(new SplittableRandom(8), 9, true);

        Tensor y = session.run(Map.of("x", whole.slice(3, 7))).get("y");

        assertSoftmax(whole.slice(3, 7), y);
    }

    @Test
    void run_rowsTogetherAndAlone_giveTheSame() throws Exception {
        for (int rows : new int[] {1, 2, 3, 8, 33, 64}) {
            Tensor x = rows(new SplittableRandom(rows), rows, true);
            Tensor together = session.run(Map.of("x", x)).get("y");
            assertSoftmax(x, together);
            for (int row = 0; row < rows; row++) {
                Tensor alone = session.run(Map.of("x", x.slice(row, row + 1))).get("y");
                assertThat(alone.floats().get(0)).isCloseTo(together.floats().get(2 * row), TOLERANCE);
            }
        }
    }

    @Test
    void run_outputsOfEarlierRuns_stayAsTheyWere() throws Exception {
        Tensor x = rows(new SplittableRandom(9), 4, true);
        Tensor first = session.run(Map.of("x", x)).get("y");

        for (int i = 0; i < 20; i++) {
            session.run(Map.of("x", rows(new SplittableRandom(i), 4, true)));
        }

        assertSoftmax(x, first);
    }

    @Test
    void run_nan_staysInItsRow() throws Exception {
        Tensor x = Tensor.ofFloats(List.of(2L, 3L), Float.NaN, 0, 0, 1, 1, 0);

        Tensor y = session.run(Map.of("x", x)).get("y");

        assertThat(y.floats().get(0)).isNaN();
        assertThat(y.floats().get(2)).isCloseTo(0.5f, TOLERANCE);
    }

    @Test
    void run_nanAndInfinities_passUnchanged() throws Exception {
        Tensor x = Tensor.ofFloats(
                List.of(1L, 5L), Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE);

        try (Session identity = openIdentity(DataType.FP32, -1, 5)) {
            assertThat(identity.run(Map.of("x", x))).isEqualTo(Map.of("y", x));
        }
    }

    @Test
    void run_everyElementType_comesBackUnchanged() throws Exception {
        for (DataType type : elementTypes()) {
            ByteBuffer data = ByteBuffer.allocateDirect(3 * 2 * type.sizeBytes());
            for (int i = 0; i < data.capacity(); i++) {
                data.put(i, (byte) (i % 2));
            }
            Tensor x = Tensor.of(type, List.of(3L, 2L), data);
            try (Session identity = openIdentity(type, -1, 2)) {
                assertThat(identity.inputs()).containsExactly(new TensorSpec("x", type, List.of(-1L, 2L)));
                assertThat(identity.run(Map.of("x", x))).as(type.name()).isEqualTo(Map.of("y", x));
            }
        }
    }

    @Test
    void run_scalarAndNoRows_haveTheirShapes() throws Exception {
        try (Session scalar = openIdentity(DataType.FP32)) {
            Tensor x = Tensor.ofFloats(List.of(), 7);
            assertThat(scalar.run(Map.of("x", x))).isEqualTo(Map.of("y", x));
        }
        try (Session identity = openIdentity(DataType.FP32, -1, 2)) {
            Tensor none = Tensor.ofFloats(List.of(0L, 2L));
            assertThat(identity.run(Map.of("x", none))).isEqualTo(Map.of("y", none));
        }
    }

    @Test
    void run_bytesAtAnOddAddress_areReadAllTheSame() throws Exception {
        ByteBuffer odd = ByteBuffer.allocateDirect(1 + 2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        odd.putFloat(1, 1.5f).putFloat(5, -2.5f).position(1);

        try (Session identity = openIdentity(DataType.FP32, -1, 2)) {
            assertThat(identity.run(Map.of("x", Tensor.of(DataType.FP32, List.of(1L, 2L), odd))))
                    .isEqualTo(Map.of("y", Tensor.ofFloats(List.of(1L, 2L), 1.5f, -2.5f)));
        }
    }

    private Session openIdentity(DataType type, long... shape) throws Exception {
        Path model = writeIdentityModel(directory.resolve("identity-" + type + shape.length), type, shape);
        return engine().open(model, format(), SessionOptions.DEFAULT);
    }

    @Test
    @Timeout(1_200)
    void run_largeTensorsManyTimes_leaksNoMemory() throws Exception {
        int columns = 12_500; // 0.8 MB in, 0.8 MB out: a leak of one in ten would show
        Tensor x = Tensor.of(
                DataType.FP32, List.of(16L, (long) columns), ByteBuffer.allocateDirect(16 * columns * Float.BYTES));
        try (Session identity = openIdentity(DataType.FP32, -1, columns)) {
            assertThat(growthBytes(RUNS, () -> identity.run(Map.of("x", x))))
                    .isLessThan(Math.min(RUNS / 20, 400) * MIB);
        }
    }

    @Test
    @Timeout(1_200)
    void run_smallTensorsManyTimes_leaksNoMemory() throws Exception {
        Tensor direct = rows(new SplittableRandom(3), 8, true);
        Tensor heap = rows(new SplittableRandom(3), 8, false);
        // a tensor's bookkeeping is some hundred bytes; the JVM itself grows by some megabytes
        assertThat(growthBytes(5 * RUNS, () -> {
                    session.run(Map.of("x", direct));
                    session.run(Map.of("x", heap));
                }))
                .isLessThan(32 * MIB);
    }

    private interface Work {
        void run() throws Exception;
    }

    /** How much more of this process is in memory after {@code times} times {@code work}. Its heap does not grow. */
    private static long growthBytes(int times, Work work) throws Exception {
        for (int i = 0; i < Math.min(times, 500); i++) {
            work.run();
        }
        long before = residentBytes();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return residentBytes() - before;
    }

    private static long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IllegalStateException("/proc/self/status has no VmRSS");
    }

    @Test
    void openAndClose_manyTimes_staysWithinBounds() throws Exception {
        Path model = directory.resolve("softmax");
        // TensorFlow itself keeps 0.4 to 1.2 MB of a model that was closed
        assertThat(growthBytes(openings(), () -> engine().open(model, format(), SessionOptions.DEFAULT)
                        .close()))
                .isLessThan(150 * MIB);
    }

    @Test
    void run_inputsThatDoNotFit_areRefusedAndTheSessionGoesOn() throws Exception {
        Tensor good = rows(new SplittableRandom(1), 1, true);
        List<Map<String, Tensor>> bad = List.of(
                Map.of(),
                Map.of("z", good),
                Map.of("x", good, "z", good),
                Map.of("x", Tensor.ofFloats(List.of(1L, 2L), 1, 2)),
                Map.of("x", Tensor.ofFloats(List.of(3L), 1, 2, 3)),
                Map.of("x", Tensor.of(DataType.INT32, List.of(1L, 3L), ByteBuffer.allocate(12))));

        for (Map<String, Tensor> inputs : bad) {
            assertThatThrownBy(() -> session.run(inputs)).isInstanceOf(EngineException.class);
        }

        assertSoftmax(good, session.run(Map.of("x", good)).get("y"));
    }

    @Test
    void run_severalThreads_computeEachItsOwn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(RUNS_AT_ONCE);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int thread = 0; thread < RUNS_AT_ONCE; thread++) {
                RandomGenerator random = new SplittableRandom(thread);
                work.add(() -> {
                    for (int i = 0; i < 100; i++) {
                        Tensor x = rows(random, 1 + random.nextInt(8), true);
                        assertSoftmax(x, session.run(Map.of("x", x)).get("y"));
                    }
                    return true;
                });
            }
            for (Future<Boolean> result : threads.invokeAll(work)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void run_afterClose_isRefusedAndClosingAgainDoesNothing() {
        session.close();
        session.close();

        assertThatThrownBy(() -> session.run(Map.of("x", rows(new SplittableRandom(1), 1, true))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void close_oneSession_leavesTheOthers() throws Exception {
        Session other = engine().open(directory.resolve("softmax"), format(), SessionOptions.DEFAULT);
        other.close();

        Tensor x = rows(new SplittableRandom(2), 2, true);
        assertSoftmax(x, session.run(Map.of("x", x)).get("y"));
    }
}
