package io.signet.inference.process;

import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.GuardedSession;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes {@code y = 2 x}, unless the first number of {@code x} is one of those below. */
public final class TestSession extends GuardedSession {
    public static final float CRASH = 1_000;
    public static final float HANG = 1_001;
    public static final float TOO_MUCH = 1_002;
    public static final float FAULT = 1_003;
    public static final float REFUSE = 1_004;
    public static final float OUT_OF_MEMORY = 1_005;
    /** Gives the number of the process. */
    public static final float PROCESS = 1_006;
    /** Gives other tensors than the model does. */
    public static final float OTHER = 1_007;
    /** Prints far more than anyone reads, and computes. */
    public static final float PRINT = 1_008;

    /** Gives how many bytes are lent to it. */
    public static final float LENT = 1_009;

    private static final long TOO_MANY_BYTES = (1L << 30) + 4;

    private final Set<ByteBuffer> lent =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    TestSession() {
        super(
                List.of(new TensorSpec("x", DataType.FP32, List.of(TensorSpec.ANY))),
                List.of(new TensorSpec("y", DataType.FP32, List.of(TensorSpec.ANY))));
    }

    @Override
    protected Map<String, Tensor> compute(Map<String, Tensor> given) throws EngineException {
        Tensor x = given.get("x");
        float first = x.floats().get(0);
        if (first == CRASH) {
            TestProgram.crash();
        } else if (first == HANG) {
            TestProgram.sleepForever();
        } else if (first == TOO_MUCH) {
            return Map.of("y", tooMuch());
        } else if (first == FAULT) {
            throw new IllegalStateException("a bug");
        } else if (first == REFUSE) {
            throw new EngineException("no kernel for this");
        } else if (first == OUT_OF_MEMORY) {
            throw new OutOfMemoryError("device memory");
        } else if (first == PROCESS) {
            return Map.of("y", Tensor.ofFloats(List.of(1L), (float)
                    ProcessHandle.current().pid()));
        } else if (first == LENT) {
            return Map.of(
                    "y",
                    Tensor.ofFloats(
                            List.of(1L),
                            lent.stream().mapToInt(ByteBuffer::capacity).sum()));
        } else if (first == OTHER) {
            return Map.of("z", x);
        } else if (first == PRINT) {
            for (int line = 0; line < 20_000; line++) {
                System.out.println("verbose line " + line);
            }
        }
        ByteBuffer y = ByteBuffer.allocateDirect(x.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < x.rows(); i++) {
            y.putFloat(2 * x.floats().get(i));
        }
        return Map.of("y", Tensor.of(x.type(), x.shape(), y.flip()));
    }

    /** A tensor in a file of nothing: it takes no memory. */
    private static Tensor tooMuch() {
        try {
            Path file = Files.createTempFile("too-much", "");
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                return Tensor.of(
                        DataType.FP32,
                        List.of(TOO_MANY_BYTES / 4),
                        channel.map(FileChannel.MapMode.READ_WRITE, 0, TOO_MANY_BYTES));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void lend(ByteBuffer memory) {
        lent.add(memory);
    }

    @Override
    public void takeBack(ByteBuffer memory) {
        lent.remove(memory);
    }

    @Override
    protected void free() {
        // nothing is held
    }
}
