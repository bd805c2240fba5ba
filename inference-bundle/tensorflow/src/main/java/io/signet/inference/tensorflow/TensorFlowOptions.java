package io.signet.inference.tensorflow;

import io.signet.runtime.Limits;

/**
 * How TensorFlow uses the machine. The first session of a process fixes the thread pools for all that follow.
 *
 * @param intraOpThreads threads that share one operation's work, 1 to {@link #THREADS_MAX}
 * @param interOpThreads threads that operations of one graph may use at once, 1 to {@link #THREADS_MAX}
 */
public record TensorFlowOptions(int intraOpThreads, int interOpThreads) {
    /** Most threads of a pool. */
    public static final int THREADS_MAX = 256;

    public TensorFlowOptions {
        Limits.requireInRange("threads.intra", intraOpThreads, 1, THREADS_MAX);
        Limits.requireInRange("threads.inter", interOpThreads, 1, THREADS_MAX);
    }

    /** As many threads within an operation as this process may use processors; operations one after another. */
    public static TensorFlowOptions forThisMachine() {
        return new TensorFlowOptions(Math.min(Runtime.getRuntime().availableProcessors(), THREADS_MAX), 1);
    }
}
