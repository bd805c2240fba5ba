package io.signet.cli.bench;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.attestation.SoftwareKey;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.runtime.Storage;
import io.signet.runtime.Trees;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A node's log on the disk, as a node has it; deleted when closed. */
public final class TestLog implements AutoCloseable {
    private final Path directory;
    private final HardwareKey key;
    private LogAgent log;
    private AgentThread thread;

    private TestLog(Path directory, HardwareKey key, LogAgent log) {
        this.directory = directory;
        this.key = key;
        this.log = log;
        this.thread = drive(log);
    }

    private static AgentThread drive(LogAgent log) {
        AgentThread driver = AgentThread.start(log, Duration.ofMillis(100));
        log.onWork(driver::wake);
        return driver;
    }

    /** A log whose key is in a file. */
    static TestLog create() throws BenchmarkException {
        return create(directory -> SoftwareKey.create(directory.resolve("key.pem")), UnaryOperator.identity());
    }

    /** A log that nothing is forced of until it is opened anew. */
    static TestLog createUnforced() throws BenchmarkException {
        return create(directory -> SoftwareKey.create(directory.resolve("key.pem")), UnforcedStorage::new);
    }

    /** A log with {@code key}. */
    static TestLog create(HardwareKey key) throws BenchmarkException {
        return create(directory -> key, UnaryOperator.identity());
    }

    @FunctionalInterface
    private interface KeyMaker {
        HardwareKey make(Path directory) throws AttestationException;
    }

    private static TestLog create(KeyMaker keys, UnaryOperator<Storage> storage) throws BenchmarkException {
        try {
            Path directory = Files.createTempDirectory("signet-bench-");
            HardwareKey key = keys.make(directory);
            Storage disk = storage.apply(new DiskStorage(directory.resolve("log")));
            return new TestLog(directory, key, LogAgent.open(disk, key, Clock.SYSTEM, LogOptions.DEFAULT));
        } catch (IOException | AttestationException e) {
            throw new BenchmarkException("cannot make a log to measure: " + e.getMessage(), e);
        }
    }

    /** Closes the log and opens it as a node does that is started again. */
    void reopen() throws IOException, AttestationException {
        log.close();
        thread.close();
        log = LogAgent.open(new DiskStorage(directory.resolve("log")), key, Clock.SYSTEM, LogOptions.DEFAULT);
        thread = drive(log);
    }

    LogAgent log() {
        return log;
    }

    HardwareKey key() {
        return key;
    }

    Path directory() {
        return directory;
    }

    /** A statement as the demo's nodes make them, told apart by {@code number}, of a time in 2026. */
    static Statement statement(NodeId node, long number) {
        return statement(node, number, 1_790_000_000_000L + number);
    }

    /** A statement as the demo's nodes make them, told apart by {@code number}. */
    public static Statement statement(NodeId node, long number, long timeMillis) {
        Digest digest = Digest.sha256(Bytes.utf8("statement " + number));
        return new Statement(
                node,
                Assurance.SOFTWARE,
                "meter-digits",
                digest,
                digest,
                digest,
                "tensorflow/2.18.0",
                "cpu/x86_64",
                new Nonce(Bytes.copyOfRange(digest.value().toArray(), 0, Nonce.SIZE_BYTES)),
                node,
                timeMillis);
    }

    @Override
    public void close() {
        log.close();
        thread.close();
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
