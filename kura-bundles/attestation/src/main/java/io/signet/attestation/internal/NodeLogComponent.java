package io.signet.attestation.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.attestation.LogStats;
import io.signet.attestation.NodeLog;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.tile.TileId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's log on its disk, on a thread of its own. */
@Designate(ocd = NodeLogConfig.class)
@Component(configurationPid = NodeLogConfig.PID, configurationPolicy = REQUIRE, service = NodeLog.class)
public final class NodeLogComponent implements NodeLog {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLogComponent.class);
    private static final int PATH_CHARS_MAX = 4096;

    /** Statements wake the thread; this only bounds the harm if one should not. */
    private static final Duration IDLE_MAX = Duration.ofMillis(500);

    private final LogAgent log;
    private final AgentThread thread;

    /**
     * Opens the log and starts its thread.
     *
     * @throws IllegalArgumentException if a value is missing or out of range
     * @throws AttestationException if the log can't be opened, is another node's, or was tampered with
     */
    @Activate
    public NodeLogComponent(NodeLogConfig config, @Reference HardwareKey key) throws AttestationException, IOException {
        Path directory = Path.of(Limits.requireText("directory", config.directory(), PATH_CHARS_MAX));
        LogOptions options = new LogOptions(
                config.queue_statements_max(),
                config.queue_bytes_max(),
                config.segment_bytes_max(),
                Duration.ofMillis(config.retry_ms()),
                Duration.ofMillis(config.head_interval_min_ms()));
        log = LogAgent.open(new DiskStorage(directory), key, Clock.SYSTEM, options);
        thread = AgentThread.start(log, IDLE_MAX);
        log.onWork(thread::wake);
        LOG.info("log of {} statements open in {}", log.size(), directory);
    }

    /** Takes no more, gives receipts for what waits, and ends. */
    @Deactivate
    void deactivate() {
        close();
    }

    @Override
    public void close() {
        log.close();
        thread.close();
    }

    @Override
    public CompletionStage<Receipt> append(Bytes statement) {
        return log.append(statement);
    }

    @Override
    public TreeHead head() {
        return log.head();
    }

    @Override
    public Bytes entry(long index) throws AttestationException {
        return log.entry(index);
    }

    @Override
    public InclusionProof prove(long index, long treeSize) throws AttestationException {
        return log.prove(index, treeSize);
    }

    @Override
    public ConsistencyProof consistency(long from, long to) throws AttestationException {
        return log.consistency(from, to);
    }

    @Override
    public void suspend(String reason) {
        log.suspend(reason);
    }

    @Override
    public Bytes tile(TileId tile) throws AttestationException {
        return log.tile(tile);
    }

    @Override
    public LogStats stats() {
        return log.stats();
    }
}
