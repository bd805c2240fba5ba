package io.signet.cli.bench;

import io.signet.inference.spi.EngineException;
import io.signet.reference.ResNet18;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/**
 * TensorRT with {@link ResNet18}, called as its own documentation shows, in a process that benchmarks start. For each line
 * on standard input all callers compute; then it says so. It ends with its input.
 */
final class BareTensorRtMain {
    static final String GO = "go";
    static final String DONE = "done";

    /** A plan that an engine kept begins with the SHA-256 of the rest. */
    private static final int DIGEST_BYTES = 32;

    private BareTensorRtMain() {}

    /** What TensorRT says of errors. */
    private static final class Errors extends ILogger {
        @Override
        public void log(ILogger.Severity severity, String message) {
            if (severity.value <= ILogger.Severity.kERROR.value) {
                System.err.println(message);
            }
        }
    }

    /** @param args the plan, rows of a request, callers, runs of each caller */
    public static void main(String[] args) throws IOException, EngineException, BenchmarkException {
        Errors errors = new Errors();
        ICudaEngine engine = engine(Path.of(args[0]), errors);
        int rows = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]);
        int times = Integer.parseInt(args[3]);
        List<TakingTurns.Way> ways = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ways.add(new BareTensorRtCaller(engine, rows)::run);
        }
        try (Callers callers = new Callers(ways);
                BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (told.readLine() != null) {
                callers.run(times);
                System.out.println(DONE);
            }
        } finally {
            Reference.reachabilityFence(errors); // TensorRT knows only its address
        }
    }

    private static ICudaEngine engine(Path plan, Errors errors) throws IOException, BenchmarkException {
        byte[] kept = Files.readAllBytes(plan);
        ByteBuffer bytes = ByteBuffer.allocateDirect(kept.length - DIGEST_BYTES)
                .put(kept, DIGEST_BYTES, kept.length - DIGEST_BYTES)
                .flip();
        IRuntime runtime = nvinfer.createInferRuntime(errors);
        try (BytePointer pointer = new BytePointer(bytes)) {
            ICudaEngine engine = runtime.deserializeCudaEngine(pointer, bytes.remaining());
            if (engine == null || engine.isNull()) {
                throw new BenchmarkException("TensorRT does not load " + plan);
            }
            return engine;
        }
    }
}
