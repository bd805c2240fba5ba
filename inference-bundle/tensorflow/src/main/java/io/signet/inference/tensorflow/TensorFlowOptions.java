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

    /**
     * One thread fewer within an operation than this process may use processors, at least one; operations one after
     * another. A node spends the processor left over on messages, digests, its log and its signatures: were it TensorFlow's
     * too, each of these would hold up a whole run, whose threads wait for each other. See docs/benchmarks.md.
     */
    public static TensorFlowOptions forThisMachine() {
        int spare = Runtime.getRuntime().availableProcessors() - 1;
        return new TensorFlowOptions(Math.max(1, Math.min(spare, THREADS_MAX)), 1);
    }
}
