package io.signet.cli.bench;

import io.signet.attestation.AttestationException;
import io.signet.statement.Bytes;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.TileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What a log that holds 10,000,000 statements costs. They are real statements, appended by the production code; only that
 * nothing is forced to the disk meanwhile. Then the log is opened anew, and what is measured is all as on a node: appending,
 * in turns with a log that was empty, and proving statements drawn from all of it.
 */
final class LargeLogBenchmark implements Benchmark {
    private static final String APPEND = "log_append_per_second_at_10m";
    private static final String RATIO = "log_append_10m_over_empty";
    private static final String PROVE = "log_prove_per_second_at_10m";
    private static final String VERIFY = "log_verify_per_second_at_10m";
    private static final String OPEN = "log_open_seconds_at_10m";
    private static final String DISK = "log_disk_bytes_per_statement_at_10m";

    private static final long SIZE = 10_000_000;
    private static final int IN_FLIGHT = 8_192;
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final int TURNS = 4;
    private static final int PROOFS = 2_000;
    private static final long TILES_LOOK_NANOS = Duration.ofMillis(10).toNanos();
    private static final double RATIO_AT_LEAST = 0.9;
    private static final double VERIFY_AT_LEAST = 20_000;

    @Override
    public List<String> names() {
        return List.of(APPEND, RATIO, PROVE, VERIFY, OPEN, DISK);
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        try (TestLog large = TestLog.createUnforced();
                TestLog empty = TestLog.create()) {
            fill(large);
            double disk = diskBytes(large.directory().resolve("log"))
                    / (double) large.log().size();
            long opening = System.nanoTime();
            large.reopen();
            double openSeconds = (System.nanoTime() - opening) / 1e9;
            append(large); // and with it the system writes what was not forced before
            append(empty);
            long atLarge = 0;
            long atEmpty = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                atLarge += append(large);
                atEmpty += append(empty);
            }
            List<Figure> figures = new ArrayList<>();
            double seconds = TURNS * TURN.toNanos() / 1e9;
            figures.add(Figure.stated(APPEND, atLarge / seconds, "statements/s"));
            figures.add(Figure.of(RATIO, (double) atLarge / atEmpty, "", Budget.atLeast(RATIO_AT_LEAST)));
            figures.addAll(prove(large));
            figures.add(Figure.stated(OPEN, openSeconds, "s"));
            figures.add(Figure.stated(DISK, disk, "bytes"));
            return figures;
        } catch (IOException | AttestationException e) {
            throw new BenchmarkException("the log to measure can't be read: " + e.getMessage(), e);
        }
    }

    private static void fill(TestLog test) {
        Semaphore places = new Semaphore(IN_FLIGHT);
        for (long i = 0; i < SIZE; i++) {
            append(test, i, places);
        }
        places.acquireUninterruptibly(IN_FLIGHT);
        while (test.log().stats().tiledSize() + TileId.WIDTH_MAX <= test.log().size()) {
            LockSupport.parkNanos(TILES_LOOK_NANOS);
        }
    }

    /** Appends for one turn; how many were acknowledged in it. */
    private static long append(TestLog test) {
        long before = test.log().size();
        Semaphore places = new Semaphore(IN_FLIGHT);
        long end = System.nanoTime() + TURN.toNanos();
        for (long i = before; System.nanoTime() < end; i++) {
            append(test, i, places);
        }
        long acknowledged = test.log().size() - before;
        places.acquireUninterruptibly(IN_FLIGHT);
        return acknowledged;
    }

    private static void append(TestLog test, long number, Semaphore places) {
        Bytes statement = TestLog.statement(test.key().node(), number).encode();
        places.acquireUninterruptibly();
        var unused = test.log().append(statement).whenComplete((receipt, failure) -> places.release());
    }

    /** Proves statements from all over the log, whose tiles were not read before, then checks the proofs. */
    private static List<Figure> prove(TestLog test) throws AttestationException, BenchmarkException {
        TreeHead head = test.log().head();
        SplittableRandom random = new SplittableRandom(7);
        long[] indices = random.longs(PROOFS, 0, head.size()).toArray();
        List<InclusionProof> proofs = new ArrayList<>(PROOFS);
        long proving = System.nanoTime();
        for (long index : indices) {
            proofs.add(test.log().prove(index, head.size()));
        }
        double proveSeconds = (System.nanoTime() - proving) / 1e9;
        List<Bytes> statements = new ArrayList<>(PROOFS);
        for (long index : indices) {
            statements.add(test.log().entry(index));
        }
        long wrong = 0;
        long verifying = System.nanoTime();
        for (int i = 0; i < PROOFS; i++) {
            boolean holds = proofs.get(i)
                    .rootFor(MerkleTree.leafHash(statements.get(i)))
                    .equals(head.root());
            wrong += holds ? 0 : 1;
        }
        double verifySeconds = (System.nanoTime() - verifying) / 1e9;
        if (wrong > 0) {
            throw new BenchmarkException(wrong + " of " + PROOFS + " proofs don't hold");
        }
        return List.of(
                Figure.stated(PROVE, PROOFS / proveSeconds, "proofs/s"),
                Figure.of(VERIFY, PROOFS / verifySeconds, "proofs/s", Budget.atLeast(VERIFY_AT_LEAST)));
    }

    private static long diskBytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.find(directory, 16, (path, attributes) -> attributes.isRegularFile())) {
            long sum = 0;
            for (Path file : (Iterable<Path>) files::iterator) {
                sum += Files.readAttributes(file, BasicFileAttributes.class).size();
            }
            return sum;
        }
    }
}
