package io.signet.inference.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineAvailability.NotAvailable;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, which crash, hang and lie. */
@Timeout(60)
final class ProcessEngineTest {
    @TempDir
    static Path directory;

    private static Engine engine;
    private static Session session;
    private static List<Path> before;

    @BeforeAll
    static void open() throws Exception {
        before = sharedFiles();
        engine = available(TestProgram.settings(""));
        session = engine.open(directory, TestProgram.FORMAT, new SessionOptions(64, 4));
    }

    @AfterAll
    static void close() throws Exception {
        session.close();

        assertThat(sharedFiles()).isSubsetOf(before);
    }

    private static List<Path> sharedFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            return files.filter(f -> f.getFileName().toString().startsWith("signet-engine-"))
                    .toList();
        }
    }

    private static Engine available(EngineProcessSettings settings) {
        EngineAvailability availability = ProcessEngine.probe(settings);
        assertThat(availability).isInstanceOf(EngineAvailability.Available.class);
        return ((EngineAvailability.Available) availability).engine();
    }

    private static Map<String, Tensor> x(float... values) {
        return Map.of("x", Tensor.ofFloats(List.of((long) values.length), values));
    }

    private static Map<String, Tensor> y(float... values) {
        return Map.of("y", Tensor.ofFloats(List.of((long) values.length), values));
    }

    private static ProcessHandle process(Session one) throws EngineException {
        float pid = one.run(x(TestSession.PROCESS)).get("y").floats().get(0);
        return ProcessHandle.of((long) pid).orElseThrow();
    }

    @Test
    void probe_engineThatWorks_isTheEngineInItsProcess() {
        assertThat(engine.label()).isEqualTo("test/1.0");
        assertThat(engine.device()).isEqualTo("cpu/test");
        assertThat(engine.supports(TestProgram.FORMAT)).isTrue();
        assertThat(engine.supports("other")).isFalse();
    }

    @Test
    void probe_engineThatDoesNotWork_saysWhatItSays() {
        assertThat(ProcessEngine.probe(TestProgram.settings("absent")))
                .isEqualTo(new NotAvailable("test", "no such device"));
    }

    @Test
    void probe_engineThatCrashes_isNotAvailableNamingTheSignal() {
        assertThat(ProcessEngine.probe(TestProgram.settings("crash")))
                .isInstanceOfSatisfying(NotAvailable.class, absent -> assertThat(absent.reason())
                        .startsWith("the process of engine test ended as it loaded its libraries: signal "));
    }

    @Test
    void probe_engineThatExits_isNotAvailableNamingTheCode() {
        assertThat(ProcessEngine.probe(TestProgram.settings("exit")))
                .isEqualTo(new NotAvailable(
                        "test", "the process of engine test ended as it loaded its libraries: exit code 3"));
    }

    @Test
    void probe_engineThatNeverAnswers_isNotAvailableInTime() {
        EngineProcessSettings usual = TestProgram.settings("hang");
        EngineProcessSettings impatient = new EngineProcessSettings(
                usual.name(),
                usual.formats(),
                usual.program(),
                usual.settings(),
                usual.classPath(),
                usual.jvmOptions(),
                Duration.ofSeconds(1));

        assertThat(ProcessEngine.probe(impatient).toString()).contains("took longer than it may");
    }

    @Test
    void probe_nothingToRun_isNotAvailable() {
        EngineProcessSettings usual = TestProgram.settings("");
        EngineProcessSettings empty = new EngineProcessSettings(
                usual.name(),
                usual.formats(),
                usual.program(),
                usual.settings(),
                List.of(directory),
                usual.jvmOptions(),
                usual.loadTimeMax());

        assertThat(ProcessEngine.probe(empty).toString()).contains("ended as it started: exit code 1");
    }

    @Test
    void run_engineIsLentTheMemoryThatItsInputsComeInAndNoMore() throws Exception {
        float[] many = new float[40_000];
        many[0] = TestSession.LENT;
        try (Session alone = engine.open(directory, TestProgram.FORMAT, SessionOptions.DEFAULT)) {
            Map<String, Tensor> few = alone.run(Map.of("x", Tensor.ofFloats(List.of(1L), TestSession.LENT)));
            Map<String, Tensor> more = alone.run(Map.of("x", Tensor.ofFloats(List.of(40_000L), many)));

            assertThat(few).containsEntry("y", Tensor.ofFloats(List.of(1L), 1 << 16));
            assertThat(more).containsEntry("y", Tensor.ofFloats(List.of(1L), 1 << 18));
        }
    }

    @Test
    void open_modelThatIsNone_isRefusedAsTheEngineSays() {
        assertThatThrownBy(() -> engine.open(directory.resolve("nothing"), TestProgram.FORMAT, SessionOptions.DEFAULT))
                .isInstanceOf(EngineException.class)
                .hasMessage("there is no model in " + directory.resolve("nothing"));
    }

    @Test
    void run_inputsOfAnySize_areComputed() throws Exception {
        assertThat(session.run(x(1, 2))).isEqualTo(y(2, 4));
        for (int rows : new int[] {1_000, 1_000_000, 10}) {
            ByteBuffer data = ByteBuffer.allocateDirect(4 * rows).order(ByteOrder.LITTLE_ENDIAN);
            IntStream.range(0, rows).forEach(i -> data.putFloat(i % 100));
            Tensor x = Tensor.of(DataType.FP32, List.of((long) rows), data.flip());

            Tensor y = session.run(Map.of("x", x)).get("y");

            assertThat(y.rows()).isEqualTo(rows);
            assertThat(y.floats().get(rows - 1)).isEqualTo(2f * ((rows - 1) % 100));
        }
    }

    @Test
    void run_engineRefusesOrHasAFault_isAMessageAndTheProcessGoesOn() throws Exception {
        ProcessHandle process = process(session);

        assertThatThrownBy(() -> session.run(x(TestSession.REFUSE))).hasMessage("no kernel for this");
        assertThatThrownBy(() -> session.run(x(TestSession.FAULT))).hasMessageContaining("a bug");
        assertThatThrownBy(() -> session.run(x(TestSession.OUT_OF_MEMORY)))
                .hasMessageContaining("not enough memory in the engine's process: device memory");
        assertThatThrownBy(() -> session.run(x(TestSession.TOO_MUCH))).hasMessageContaining("1073741");

        assertThat(process(session)).isEqualTo(process);
    }

    @Test
    void run_engineCrashes_isAMessageAndTheNextRunHasANewProcess() throws Exception {
        try (Session doomed = engine.open(directory, TestProgram.FORMAT, new SessionOptions(64, 2))) {
            ProcessHandle process = process(doomed);
            ProcessHandle bystander = process(session);

            assertThatThrownBy(() -> doomed.run(x(TestSession.CRASH)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageMatching("the process of engine test ended while it computed: signal (6|11) .*");

            assertThat(doomed.run(x(3))).isEqualTo(y(6));
            assertThat(process.isAlive()).isFalse();
            assertThat(doomed.failure()).isEmpty();
            assertThat(process(session)).isEqualTo(bystander);
        }
    }

    @Test
    void run_processIsKilledWhileIdle_theNextRunHasANewOne() throws Exception {
        try (Session doomed = engine.open(directory, TestProgram.FORMAT, SessionOptions.DEFAULT)) {
            ProcessHandle process = process(doomed);
            process.destroyForcibly();
            process.onExit().get(10, TimeUnit.SECONDS);

            assertThat(doomed.run(x(3))).isEqualTo(y(6));
        }
    }

    @Test
    void run_engineNeverReturns_isKilledAndAllRunsFail() throws Exception {
        SessionOptions impatient = new SessionOptions(64, 2, Duration.ofMillis(1_500));
        try (Session stuck = engine.open(directory, TestProgram.FORMAT, impatient)) {
            assertThatThrownBy(() -> stuck.run(x(TestSession.HANG)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("it took longer than it may and was killed");

            assertThat(stuck.run(x(3))).isEqualTo(y(6));
        }
    }

    @Test
    void run_engineGivesOtherTensors_isNotBelieved() throws Exception {
        try (Session lying = engine.open(directory, TestProgram.FORMAT, SessionOptions.DEFAULT)) {
            assertThatThrownBy(() -> lying.run(x(TestSession.OTHER)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("it gives no output 'y'");
        }
    }

    @Test
    void run_engineThatPrintsWithoutEnd_isNotHeldUp() throws Exception {
        assertThat(session.run(x(TestSession.PRINT))).isEqualTo(y(2 * TestSession.PRINT));
    }

    @Test
    void run_severalAtOnce_shareOneProcess() throws Exception {
        List<CompletableFuture<Map<String, Tensor>>> running = IntStream.range(0, 64)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return session.run(x(i));
                    } catch (EngineException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();

        for (int i = 0; i < running.size(); i++) {
            assertThat(running.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(y(2 * i));
        }
    }

    @Test
    void close_endsTheProcess() throws Exception {
        Session one = engine.open(directory, TestProgram.FORMAT, SessionOptions.DEFAULT);
        ProcessHandle process = process(one);

        one.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void nodeThatIsKilled_takesItsProcessesAlong() throws Exception {
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledNode.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(node.inputReader().readLine())).orElseThrow();

        node.destroyForcibly();

        process.onExit().get(10, TimeUnit.SECONDS);
    }

    /** A node that opens a model, says which process has it, and goes on until it is killed. */
    static final class KilledNode {
        private KilledNode() {}

        public static void main(String[] args) throws Exception {
            try (Session one = available(TestProgram.settings(""))
                    .open(Path.of(args[0]), TestProgram.FORMAT, SessionOptions.DEFAULT)) {
                System.out.println(process(one).pid());
                TestProgram.sleepForever();
            }
        }
    }
}
