package io.signet.inference.tensorrt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.spi.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FixedRunsTest {
    private final List<String> log = new ArrayList<>();
    private final List<Fake> made = new ArrayList<>();

    /** Stands for a graph. */
    private static final class Fake implements FixedRun {
        private final List<List<Long>> shapes;
        private boolean closed;

        Fake(List<List<Long>> shapes) {
            this.shapes = shapes;
        }

        @Override
        public List<List<Long>> start() {
            return shapes;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private FixedRun make(List<List<Long>> shapes) {
        Fake fake = new Fake(shapes);
        made.add(fake);
        return fake;
    }

    private static List<List<Long>> rows(long rows) {
        return List.of(List.of(rows, 3L), List.of(rows));
    }

    private static Optional<FixedRun> often(FixedRuns runs, List<List<Long>> shapes) {
        for (int i = 0; i < FixedRuns.RUNS_BEFORE; i++) {
            assertThat(runs.of(shapes)).isEmpty();
        }
        return runs.of(shapes);
    }

    @Test
    void sizeThatComesOften_isMadeOnceAndSaidOnce() throws Exception {
        FixedRuns runs = new FixedRuns(this::make, new FixedRunSwitch(true, log::add));

        Optional<FixedRun> first = often(runs, rows(8));

        assertThat(first).isPresent();
        assertThat(first.orElseThrow().start()).isEqualTo(rows(8));
        assertThat(runs.of(rows(8))).isEqualTo(first);
        assertThat(often(runs, rows(4))).isPresent();
        assertThat(made).hasSize(2);
        assertThat(log)
                .containsExactly("sizes of runs that come often become CUDA graphs; the first one is [[8, 3], [8]]");
    }

    @Test
    void sizesBeyondTheMost_areNotMade() {
        FixedRuns runs = new FixedRuns(this::make, new FixedRunSwitch(true, log::add));
        for (int rows = 1; rows <= FixedRuns.KEPT_MAX; rows++) {
            assertThat(often(runs, rows(rows))).isPresent();
        }

        assertThat(often(runs, rows(99))).isEmpty();
        assertThat(runs.of(rows(1))).isPresent();
    }

    @Test
    void sizeThatCantBeMade_isSaidOnceForAllLanesAndNotTriedAgain() {
        FixedRunSwitch allowed = new FixedRunSwitch(true, log::add);
        FixedRuns.Maker broken = shapes -> {
            throw new EngineException("cudaStreamEndCapture failed");
        };
        FixedRuns lane = new FixedRuns(broken, allowed);
        FixedRuns another = new FixedRuns(this::make, allowed);

        assertThat(often(lane, rows(8))).isEmpty();

        assertThat(often(lane, rows(8))).isEmpty();
        assertThat(often(another, rows(8))).isEmpty();
        assertThat(log)
                .containsExactly("no CUDA graphs of this model, so each run is sent to the device step by step:"
                        + " cudaStreamEndCapture failed");
    }

    @Test
    void switchedOff_nothingIsMade() {
        FixedRuns runs = new FixedRuns(this::make, new FixedRunSwitch(false, log::add));

        assertThat(often(runs, rows(8))).isEmpty();
        assertThat(made).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void close_freesAll() {
        FixedRuns runs = new FixedRuns(this::make, new FixedRunSwitch(true, log::add));
        assertThat(often(runs, rows(8))).isPresent();
        assertThat(often(runs, rows(4))).isPresent();

        runs.close();

        assertThat(made).hasSize(2).allMatch(fake -> fake.closed);
    }
}
