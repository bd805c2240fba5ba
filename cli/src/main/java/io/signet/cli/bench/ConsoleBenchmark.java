package io.signet.cli.bench;

import io.signet.console.ConsoleFeed;
import io.signet.gateway.web.WebEvents;
import io.signet.mesh.ChallengeResult;
import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshStats;
import io.signet.mesh.Peer;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * How many changes of nodes one core tells a second to as many browsers as may listen, in a mesh of 1,000 nodes that all change
 * all the time: found, written as JSON once, and handed to every browser's queue. TLS is not in it.
 */
final class ConsoleBenchmark implements Benchmark {
    private static final String NAME = "console_updates_per_second_1000_nodes";
    private static final int NODES = 1_000;
    private static final int LISTENERS = 64;
    private static final int WARM_UP_ROUNDS = 200;
    private static final Duration MEASURED = Duration.ofSeconds(5);
    /** What 1,000 nodes that report every two seconds need. */
    private static final double NEEDED = 500;

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        SteppedClock clock = new SteppedClock();
        ChangingMesh mesh = new ChangingMesh();
        ConsoleFeed feed = ConsoleFeed.of(id(1), mesh, clock);
        CountingSink sink = new CountingSink();
        for (int i = 0; i < LISTENERS; i++) {
            WebEvents events = feed.join().orElseThrow(() -> new BenchmarkException("there is no place to listen"));
            events.opened(sink);
        }
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            round(clock, mesh, feed);
        }
        long begun = System.nanoTime();
        long until = begun + MEASURED.toNanos();
        long rounds = 0;
        while (System.nanoTime() < until) {
            round(clock, mesh, feed);
            rounds++;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (sink.bytes == 0) {
            throw new BenchmarkException("nobody was told anything");
        }
        return List.of(Figure.of(NAME, rounds * NODES / seconds, "nodes/s", Budget.atLeast(NEEDED)));
    }

    private static void round(SteppedClock clock, ChangingMesh mesh, ConsoleFeed feed) {
        clock.step();
        mesh.change();
        feed.doWork();
    }

    private static NodeId id(int number) {
        return NodeId.fromHex(HexFormat.of().toHexDigits(0L) + HexFormat.of().toHexDigits((long) number));
    }

    /** A second passes when it is told to. */
    private static final class SteppedClock implements Clock {
        private long millis = 1_800_000_000_000L;

        void step() {
            millis += 1_000;
        }

        @Override
        public long wallMillis() {
            return millis;
        }

        @Override
        public long monotonicNanos() {
            return millis * 1_000_000;
        }
    }

    /** Takes everything at once. */
    private static final class CountingSink implements WebEvents.Sink {
        private long bytes;

        @Override
        public boolean offer(Bytes text) {
            bytes += text.size();
            return true;
        }

        @Override
        public void end() {
            // nothing is open
        }
    }

    /** A mesh in which every node has something else to do at each look. */
    private static final class ChangingMesh implements Mesh {
        private static final List<ServedModel> MODELS =
                List.of(ServedModel.of("digits", Digest.sha256(Bytes.utf8("digits")), 800));

        private List<Peer> peers = List.of();
        private int queued;

        void change() {
            queued++;
            peers = IntStream.rangeClosed(1, NODES).mapToObj(this::peer).toList();
        }

        private Peer peer(int number) {
            return new Peer(
                    id(number),
                    "Benchmark",
                    Assurance.TPM2,
                    true,
                    true,
                    MODELS,
                    queued,
                    number % 8,
                    128,
                    4_000,
                    Strain.NONE,
                    12.5,
                    800,
                    Optional.empty(),
                    Optional.empty());
        }

        @Override
        public List<Peer> peers() {
            return peers;
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public MeshStats stats() {
            return new MeshStats(Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public CompletionStage<JobResult> submit(JobRequest request, JobListener listener) {
            throw new UnsupportedOperationException("nobody places jobs here");
        }

        @Override
        public CompletionStage<ChallengeResult> challenge(NodeId node, Duration timeout) {
            throw new UnsupportedOperationException("nobody is asked here");
        }
    }
}
