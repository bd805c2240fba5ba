package io.signet.attestation.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import io.signet.attestation.NodeLog;
import io.signet.attestation.WitnessAgent;
import io.signet.attestation.WitnessBook;
import io.signet.runtime.AgentThread;
import io.signet.runtime.DiskStorage;
import io.signet.runtime.Limits;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.Sighting;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.PrefixProof;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's memory as a witness, on its disk, on a thread of its own. */
@Designate(ocd = WitnessConfig.class)
@Component(configurationPid = WitnessConfig.PID, configurationPolicy = REQUIRE, service = WitnessBook.class)
public final class WitnessComponent implements WitnessBook {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessComponent.class);
    private static final int PATH_CHARS_MAX = 4096;

    /** Orders wake the thread; this only bounds the harm if one should not. */
    private static final Duration IDLE_MAX = Duration.ofMillis(500);

    private final WitnessAgent book;
    private final AgentThread thread;

    /**
     * Opens the memory and starts its thread.
     *
     * @throws IllegalArgumentException if a value is missing or out of range
     * @throws IOException if the memory can't be opened, or is damaged
     */
    @Activate
    public WitnessComponent(WitnessConfig config, @Reference NodeLog log) throws IOException {
        Path directory = Path.of(Limits.requireText("directory", config.directory(), PATH_CHARS_MAX));
        book = WitnessAgent.open(new DiskStorage(directory), log, SystemRandom.create(), config.logs_max());
        thread = AgentThread.start(book, IDLE_MAX);
        book.onWork(thread::wake);
        if (!book.forks().isEmpty()) {
            LOG.warn(
                    "{} nodes are known to have forked logs; they get no work",
                    book.forks().size());
        }
    }

    /** Signs for nobody any more, and ends. */
    @Deactivate
    void deactivate() {
        book.close();
        thread.close();
    }

    @Override
    public CompletionStage<Sighting> observe(IdentityChain identity, TreeHead head, Optional<PrefixProof> path) {
        return book.observe(identity, head, path);
    }

    @Override
    public void keep(Equivocation proof) {
        book.keep(proof);
    }

    @Override
    public List<Equivocation> forks() {
        return book.forks();
    }

    @Override
    public List<Equivocation> found() {
        return book.found();
    }

    @Override
    public CompletionStage<Optional<ConsistencyProof>> consistency(long from, long to) {
        return book.consistency(from, to);
    }
}
