package io.signet.inference.tensorflow;

import io.signet.inference.spi.Cpu;
import io.signet.runtime.Limits;

/**
 * How TensorFlow uses the machine. The first session of a process fixes the thread pools for all that follow.
 *
 * @param intraOpThreads threads that share one operation's work, 1 to {@link Cpu#THREADS_MAX}
 * @param interOpThreads threads that operations of one graph may use at once, 1 to {@link Cpu#THREADS_MAX}
 */
public record TensorFlowOptions(int intraOpThreads, int interOpThreads) {
    public TensorFlowOptions {
        Limits.requireInRange("threads.intra", intraOpThreads, 1, Cpu.THREADS_MAX);
        Limits.requireInRange("threads.inter", interOpThreads, 1, Cpu.THREADS_MAX);
    }

    /** As many threads within an operation as {@link Cpu#threads} says; operations one after another. */
    public static TensorFlowOptions forThisMachine() {
        return new TensorFlowOptions(Cpu.threads(), 1);
    }
}
