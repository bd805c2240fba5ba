package io.signet.cli.bench;

import java.util.List;

/** Measures one or several figures that belong together. */
public interface Benchmark {
    /** The names of its figures; they stay. */
    List<String> names();

    /** Measures, which takes some seconds. */
    List<Figure> run() throws BenchmarkException;
}
