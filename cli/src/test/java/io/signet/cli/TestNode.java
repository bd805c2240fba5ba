package io.signet.cli;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.attestation.PublishedLog;
import io.signet.attestation.SessionKey;
import io.signet.cli.bench.TestLog;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.DiskStorage;
import io.signet.statement.Cosignature;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A node whose process is not needed: its home, its key, and what it would write into its log.
 *
 * @param home with the directories {@code identity} and {@code log}
 * @param key of the node
 * @param identity what its owner certified
 */
record TestNode(Path home, HardwareKey key, IdentityChain identity) {
    static TestNode of(Path home) throws ProvisioningException {
        Credentials credentials =
                Credentials.load(home.resolve(Credentials.KEY_FILE), home.resolve(Credentials.CHAIN_FILE));
        return new TestNode(home, credentials.key(), IdentityChain.of(credentials.chain()));
    }

    static TestNode copyOf(Path original, Path home) throws ProvisioningException, IOException {
        copy(original, home);
        return of(home);
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (!Files.isDirectory(target)) {
                    Files.copy(file, target);
                }
            }
        }
    }

    Path log() {
        return home.resolve("log");
    }

    /** Appends statements of the test's time. */
    TreeHead append(int from, int to) throws AttestationException, IOException {
        return append(from, to, key.node());
    }

    TreeHead append(int from, int to, NodeId stated) throws AttestationException, IOException {
        return append(from, to, stated, Cli.NOW.toEpochMilli());
    }

    TreeHead append(int from, int to, NodeId stated, long timeMillis) throws AttestationException, IOException {
        try (LogAgent log = LogAgent.open(new DiskStorage(log()), key, Cli.CLOCK, LogOptions.DEFAULT)) {
            for (int i = from; i < to; i++) {
                log.append(TestLog.statement(stated, i, timeMillis).encode());
            }
            while (log.doWork() > 0) {
                // the log writes all, and makes tiles
            }
            return log.head();
        }
    }

    /** Writes what a plain web server needs, with the words of {@code witnesses} on the log as it is. */
    void publish(TestNode... witnesses) throws AttestationException, IOException, SigningException {
        DiskStorage storage = new DiskStorage(log());
        try (LogAgent log = LogAgent.open(storage, key, Cli.CLOCK, LogOptions.DEFAULT)) {
            while (log.doWork() > 0) {
                // the log makes tiles
            }
            PublishedLog shown = PublishedLog.open(log, storage, Cli.CLOCK, Duration.ofSeconds(1));
            shown.identify(identity);
            for (TestNode witness : witnesses) {
                shown.cosigned(log.head(), witness.cosign(log.head()));
            }
            shown.publishNow();
        }
    }

    /** This node's word on the log of another. */
    Cosignature cosign(TreeHead head) throws SigningException {
        SessionKey session = SessionKey.create(key, Cli.CLOCK, Duration.ofHours(1));
        return Cosignature.sign(session.signer(), session.certificate(), identity, head, Cli.CLOCK.wallMillis());
    }
}
