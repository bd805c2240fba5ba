package io.signet.cli.bench;

import java.util.List;
import java.util.Optional;

/** Measures one or several figures that belong together. */
public interface Benchmark {
    /** The names of its figures; they stay. */
    List<String> names();

    /** What has to be installed before it can be measured; empty if nothing. */
    default Optional<String> missing() throws BenchmarkException {
        return Optional.empty();
    }

    /** Measures, which takes some seconds. */
    List<Figure> run() throws BenchmarkException;
}
