package io.signet.inference.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.OtherProcess;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop finishes what it computes while the JVM shuts down. */
@Timeout(60)
final class OnnxRuntimeExitTest {
    @TempDir
    Path directory;

    @Test
    void exit_whileRunsAreUnderWay_letsThemEnd() throws Exception {
        assertThat(OtherProcess.withLibraries(ExitMain.class, directory)).contains("computed to the end");
    }

    /** Computes on two threads of the library's before, while and after its shutdown hook runs. */
    static final class ExitMain {
        private static final int SIZE = 256;
        private static final int RUNS = 200;

        private ExitMain() {}

        public static void main(String[] args) throws Exception {
            EngineAvailability availability = OnnxRuntimeEngine.probe(new OnnxRuntimeOptions(2));
            Session session = ((EngineAvailability.Available) availability)
                    .engine()
                    .open(model(Path.of(args[0])), OnnxRuntimeEngine.FORMAT, SessionOptions.DEFAULT);
            Map<String, Tensor> request =
                    Map.of("x", Tensor.ofFloats(List.of((long) SIZE, (long) SIZE), new float[SIZE * SIZE]));
            compute(session, request);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    compute(session, request);
                } catch (EngineException e) {
                    System.out.println(e);
                    return;
                }
                session.close();
                System.out.println("computed to the end");
            }));
        }

        private static void compute(Session session, Map<String, Tensor> request) throws EngineException {
            for (int i = 0; i < RUNS; i++) {
                session.run(request);
            }
        }

        private static Path model(Path directory) throws Exception {
            OnnxGraph graph = new OnnxGraph("product");
            graph.input("x", DataType.FP32, OnnxGraph.ANY, SIZE);
            graph.constant("w", new long[] {SIZE, SIZE}, new float[SIZE * SIZE]);
            graph.add("y", OnnxNode.of("MatMul", "x", "w"));
            graph.output("y", DataType.FP32, OnnxGraph.ANY, SIZE);
            return OnnxModels.write(graph, directory.resolve("model"));
        }
    }
}
