package io.signet.registrar.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.AuditEntry;
import io.signet.registrar.AuditEntry.Action;
import io.signet.registrar.IssuedCertificate;
import io.signet.registrar.NodeBook;
import io.signet.registrar.NodeRecord;
import io.signet.registrar.NodeState;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The registrar's process is killed while many nodes enrol: every node ends up with exactly one certificate. {@code .ci/heavy}
 * does it with 200 nodes and more kills, over HTTPS and over CoAP.
 */
class KilledRegistrarTest {
    private static final int NODES = Integer.getInteger("signet.nodes", 16);
    private static final int KILLS = Integer.getInteger("signet.registrar.kills", 1);
    static final String PASSPHRASE = "correct horse battery staple";

    @TempDir
    private Path directory;

    /** What a node with a key and a label is. */
    @FunctionalInterface
    private interface Nodes {
        RegistrarProcess.Attempt node(SoftwareKey key, Label label) throws Exception;
    }

    @Test
    void everyNode_isEnrolledExactlyOnce() throws Exception {
        enrolAll(home ->
                (key, label) -> new HttpNode(key, label, home.authorities().get(0)));
    }

    @Test
    @Tag("heavy") // a registrar over CoAP that was killed is silent, which nodes have to wait for
    void everyNode_isEnrolledExactlyOnce_overCoap() throws Exception {
        enrolAll(home -> CoapNode::new);
    }

    private void enrolAll(Function<RegistrarHome, Nodes> kind) throws Exception {
        SecureRandom random = new SecureRandom();
        RegistrarHome home = RegistrarHome.create(
                directory.resolve("owner"),
                "Anna",
                List.of("localhost"),
                Assurance.SOFTWARE,
                PASSPHRASE.toCharArray(),
                Clock.SYSTEM,
                random);
        Nodes nodes = kind.apply(home);
        List<Label> labels = new ArrayList<>();
        try (NodeBook book = home.book()) {
            for (int i = 0; i < NODES; i++) {
                Label label = Label.draw(random);
                new OwnerDesk(book, Clock.SYSTEM, random).claim(label, Place.NOWHERE, true, "anna");
                labels.add(label);
            }
        }
        ExecutorService crowd = Executors.newFixedThreadPool(NODES);
        List<Future<X509Certificate>> certificates = new ArrayList<>();
        try (RegistrarProcess process = new RegistrarProcess(home, KILLS, NODES)) {
            for (int i = 0; i < NODES; i++) {
                Label label = labels.get(i);
                RegistrarProcess.Attempt node =
                        nodes.node(SoftwareKey.create(directory.resolve("node-" + i + ".key")), label);
                certificates.add(crowd.submit(() -> process.enrol(node)));
            }
            for (Future<X509Certificate> certificate : certificates) {
                certificate.get(10, TimeUnit.MINUTES);
            }
            assertThat(process.kills()).isEqualTo(KILLS);
        } finally {
            crowd.shutdownNow();
        }
        try (NodeBook book = home.book()) {
            for (int i = 0; i < NODES; i++) {
                X509Certificate given = certificates.get(i).get();
                Label label = labels.get(i);
                NodeRecord record =
                        book.transact(pages -> pages.find(label.id())).orElseThrow();
                assertThat(record.state()).isEqualTo(NodeState.ENROLLED);
                Optional<IssuedCertificate> known = book.transact(
                        pages -> pages.valid(given.getSerialNumber().toString(16)));
                assertThat(known).isPresent();
                assertThat(enrolments(book, label)).isEqualTo(1);
            }
        }
    }

    private static long enrolments(NodeBook book, Label label) throws Exception {
        List<AuditEntry> trail = book.transact(pages -> pages.audit(NodeBook.ROWS_MAX));
        return trail.stream()
                .filter(entry -> entry.action() == Action.ENROL && entry.label().equals(Optional.of(label.id())))
                .count();
    }
}
