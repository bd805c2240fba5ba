package io.signet.attestation.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import io.signet.attestation.NodeLog;
import io.signet.attestation.PublicLog;
import io.signet.attestation.PublishedLog;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.CosignedHead;
import io.signet.statement.IdentityChain;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.TileId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** What the node's log shows, in its directory, on a thread of its own. Configured with the log. */
@Component(configurationPid = NodeLogConfig.PID, configurationPolicy = REQUIRE, service = PublicLog.class)
public final class PublicLogComponent implements PublicLog {
    private static final Duration IDLE_MAX = Duration.ofSeconds(1);

    private final PublishedLog log;
    private final AgentThread thread;

    /**
     * Starts to write.
     *
     * @throws IllegalArgumentException if a value is out of range
     * @throws IOException if the directory can't be read
     */
    @Activate
    public PublicLogComponent(NodeLogConfig config, @Reference NodeLog nodeLog) throws IOException {
        log = PublishedLog.open(
                nodeLog,
                new DiskStorage(Path.of(config.directory())),
                Clock.SYSTEM,
                Duration.ofMillis(config.publish_interval_ms()));
        thread = AgentThread.start(log, IDLE_MAX);
    }

    /** Writes what is new: the log, which goes next, has all that it will have. */
    @Deactivate
    void deactivate() {
        thread.close();
        log.publishNow();
    }

    @Override
    public void identify(IdentityChain identity) {
        log.identify(identity);
    }

    @Override
    public void cosigned(TreeHead head, Cosignature cosignature) {
        log.cosigned(head, cosignature);
    }

    @Override
    public Optional<CosignedHead> cosigned() {
        return log.cosigned();
    }

    @Override
    public TreeHead head() {
        return log.head();
    }

    @Override
    public Bytes tile(TileId tile) throws IOException {
        return log.tile(tile);
    }
}
