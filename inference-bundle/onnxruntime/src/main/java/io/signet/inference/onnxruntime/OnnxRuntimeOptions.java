package io.signet.inference.onnxruntime;

import io.signet.inference.spi.Cpu;
import io.signet.runtime.Limits;

/**
 * How ONNX Runtime uses the machine. The first engine of a process fixes it for all that follow.
 *
 * @param threads threads that share one operation's work, of all models together, 1 to {@link Cpu#THREADS_MAX};
 *     operations of one run follow each other
 */
public record OnnxRuntimeOptions(int threads) {
    public OnnxRuntimeOptions {
        Limits.requireInRange("threads", threads, 1, Cpu.THREADS_MAX);
    }

    /** As many threads as {@link Cpu#threads} says. */
    public static OnnxRuntimeOptions forThisMachine() {
        return new OnnxRuntimeOptions(Cpu.threads());
    }
}
