package io.signet.cli.bench;

import io.signet.runtime.Trees;
import io.signet.simulator.browser.Chromium;
import io.signet.simulator.browser.Window;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long somebody waits for the console's list of 1,000 nodes: until anything is painted, and until the nodes are there. The
 * pages are the real ones, in a headless Chromium; what they ask is answered at once by {@link ConsoleStandIn}, so TLS and the
 * node's own work are not in it. The median of several loads after one that warms up; nothing is kept from load to load but
 * what browsers keep.
 */
final class ConsolePaintBenchmark implements Benchmark {
    private static final String FIRST = "console_first_paint_ms";
    private static final String USEFUL = "console_useful_paint_ms_1000_nodes";
    private static final int NODES = 1_000;
    private static final int LOADS = 9;
    private static final Window LAPTOP = new Window(1280, 800, false);
    private static final Budget SOON = Budget.atMost(1_000);
    private static final Budget USEFUL_SOON = Budget.atMost(2_000);

    /** Told by the browser itself, in milliseconds since it was asked for the page. */
    private static final String WHEN_PAINTED = "new Promise(done => new PerformanceObserver(list => list.getEntries()"
            + ".filter(entry => entry.name === 'first-contentful-paint').forEach(entry => done(entry.startTime)))"
            + ".observe({type: 'paint', buffered: true}))";

    /** Asked for before anything of the page runs: when the first node was painted. */
    private static final String WATCH = "window.useful = new Promise(done => { const look = () =>"
            + " document.querySelector('tbody tr') === null ? requestAnimationFrame(look)"
            + " : requestAnimationFrame(() => done(performance.now())); look(); });";

    @Override
    public List<String> names() {
        return List.of(FIRST, USEFUL);
    }

    @Override
    public Optional<String> missing() {
        return Chromium.isInstalled() ? Optional.empty() : Optional.of("Chromium (package 'chromium')");
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        try {
            Path directory = Files.createTempDirectory("signet-bench-console-");
            try (ConsoleStandIn server = ConsoleStandIn.start(NODES);
                    Chromium chromium = Chromium.start(directory)) {
                return measure(chromium, server.page());
            } finally {
                Trees.delete(directory);
            }
        } catch (IOException e) {
            throw new BenchmarkException("cannot open the console's pages: " + e.getMessage(), e);
        }
    }

    private static List<Figure> measure(Chromium chromium, URI page) throws IOException, BenchmarkException {
        chromium.runFirst(WATCH);
        List<Double> first = new ArrayList<>();
        List<Double> useful = new ArrayList<>();
        for (int i = 0; i <= LOADS; i++) {
            chromium.open(page, LAPTOP);
            double seen = number(chromium.evaluate("window.useful"));
            double painted = number(chromium.evaluate(WHEN_PAINTED));
            if (i > 0) {
                first.add(painted);
                useful.add(seen);
            }
        }
        return List.of(
                Figure.of(FIRST, median(first), "ms", SOON), Figure.of(USEFUL, median(useful), "ms", USEFUL_SOON));
    }

    private static double number(Object value) throws BenchmarkException {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new BenchmarkException("the browser does not say when it painted: " + value);
    }

    private static double median(List<Double> values) {
        return Math.rint(values.stream().sorted().toList().get(values.size() / 2));
    }
}
