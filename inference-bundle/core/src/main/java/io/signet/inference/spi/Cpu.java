package io.signet.inference.spi;

/** What engines that compute on this machine's processors have in common. */
public final class Cpu {
    /** Most threads of an engine's pool. */
    public static final int THREADS_MAX = 256;

    private Cpu() {}

    /** What {@link Engine#device} calls them: {@code cpu/x86_64}. */
    public static String device() {
        String architecture = System.getProperty("os.arch", "unknown");
        return "cpu/" + (architecture.equals("amd64") ? "x86_64" : architecture);
    }

    /**
     * How many threads should share one operation's work: one fewer than this process may use processors, at least one. A
     * node spends the processor left over on messages, digests, its log and its signatures: were it the engine's too, each
     * of these would hold up a whole run, whose threads wait for each other. See docs/benchmarks.md.
     */
    public static int threads() {
        int spare = Runtime.getRuntime().availableProcessors() - 1;
        return Math.max(1, Math.min(spare, THREADS_MAX));
    }
}
