package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.firstboot.BoxHome;
import io.signet.firstboot.FirstBoot;
import io.signet.firstboot.Progress;
import io.signet.firstboot.RegistrarSource;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.owner.NodeKeys.NodeKey;
import io.signet.registrar.AuditEntry;
import io.signet.registrar.AuditEntry.Action;
import io.signet.registrar.NodeBook;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.registrar.run.RegistrarHome;
import io.signet.registrar.run.RegistrarService;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.runtime.Clock;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.Trees;
import io.signet.simulator.TpmNodeKeys;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A box's disk, copied into another machine, which has a TPM of its own. Both TPMs are emulated, and really two. */
class ClonedDiskTest {
    private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();

    @TempDir
    private Path directory;

    private final SecureRandom random = new SecureRandom();
    private final Label label = Label.draw(random);
    private RegistrarHome owner;

    @BeforeEach
    void claim() throws Exception {
        owner = RegistrarHome.create(
                directory.resolve("owner"),
                "Anna",
                List.of("localhost"),
                Assurance.TPM2_INTERFACE,
                PASSPHRASE,
                Clock.SYSTEM,
                random);
        try (NodeBook book = book()) {
            new OwnerDesk(book, Clock.SYSTEM, random).claim(label, Place.NOWHERE, true, "anna");
        }
    }

    private NodeBook book() throws Exception {
        return SqlNodeBook.open(owner.directory().resolve("book"));
    }

    /** Boots the box in {@code home} until it is a node, or says that something keeps it from that. */
    private List<Progress> boot(Path home, RegistrarService registrar) throws Exception {
        List<Progress> shown = new ArrayList<>();
        FirstBoot boot = new FirstBoot(
                new BoxHome(home),
                home.resolve("label"),
                List.of(RegistrarSource.named(URI.create(registrar.url()))),
                new FirstBoot.Outside(
                        shown::add,
                        time -> {
                            throw new InterruptedException("it would wait");
                        },
                        Clock.SYSTEM,
                        random));
        try (NodeKey key = new TpmNodeKeys().create(1, home, random)) {
            boot.run(key);
        } catch (InterruptedException itWouldWait) {
            assertThat(new BoxHome(home).isNode()).isFalse();
        }
        return shown;
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().equals("socket")) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
        Trees.delete(to.resolve("tpm")); // the chip stays in its machine
    }

    @Test
    void copiesOfABoxAndOfANode_areNoNodes_andBothSidesSayWhy() throws Exception {
        Path box = Files.createDirectory(directory.resolve("box"));
        OwnerOnlyFile.create(box.resolve("label"), label.text().getBytes(StandardCharsets.US_ASCII));
        Path copyOfBox = Files.createDirectory(directory.resolve("copy"));
        Files.copy(box.resolve("label"), copyOfBox.resolve("label"));
        try (RegistrarService registrar = RegistrarService.start(
                owner, PASSPHRASE, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Clock.SYSTEM, random)) {
            boot(box, registrar);
            assertThat(new BoxHome(box).isNode()).isTrue();

            List<Progress> shown = boot(copyOfBox, registrar);
            assertThat(shown.get(shown.size() - 1).line())
                    .contains("this disk is a copy of another box's", "have the owner revoke the old node");

            Path copyOfNode = directory.resolve("copy-of-node");
            copy(box, copyOfNode);
            try (NodeKey key = new TpmNodeKeys().create(1, copyOfNode, random)) {
                assertThatThrownBy(() -> key.key().evidence(Bytes.copyOf(new byte[32])))
                        .isInstanceOf(SigningException.class)
                        .hasMessageContaining("these keys are another TPM's");
            }
        }
        try (NodeBook book = book()) {
            List<AuditEntry> trail = new OwnerDesk(book, Clock.SYSTEM, random).audit(100);
            assertThat(trail)
                    .filteredOn(entry -> entry.action() == Action.ENROL)
                    .hasSize(1);
            assertThat(trail)
                    .filteredOn(entry -> entry.action() == Action.REFUSE)
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.label()).isEqualTo(Optional.of(label.id())))
                    .satisfies(entry -> assertThat(entry.detail()).contains("copy of its disk"));
        }
    }
}
