package io.signet.cli.bench;

/** A model in a library that is called as its own documentation shows, without anything of ours between. */
interface BareEngine extends AutoCloseable {
    /** Computes the request, and copies the answer out. */
    void run() throws BenchmarkException;

    @Override
    void close();
}
