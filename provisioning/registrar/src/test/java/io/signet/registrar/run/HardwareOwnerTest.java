package io.signet.registrar.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.attestation.SoftwareKey;
import io.signet.attestation.testing.SoftHsm;
import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.NodeBook;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners whose keys are in hardware: the registrar signs by them, and asks for the passphrase all the same. */
class HardwareOwnerTest {
    private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();

    @TempDir
    private Path directory;

    private final SecureRandom random = new SecureRandom();

    private RegistrarHome create(OwnerKeyKind kind) throws Exception {
        return RegistrarHome.create(
                directory.resolve("owner"),
                "Anna",
                List.of("localhost"),
                Assurance.SOFTWARE,
                kind,
                PASSPHRASE,
                Clock.SYSTEM,
                random);
    }

    /** A node is enrolled by {@code home}'s registrar, and nobody runs it by another passphrase. */
    private void enrols(RegistrarHome home) throws Exception {
        assertThat(home.directory().resolve("owner/owner.key")).doesNotExist();
        assertThatThrownBy(() -> home.open("incorrect horse battery".toCharArray(), Clock.SYSTEM, random))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("login: the passphrase is not the one")
                .hasMessageNotContaining("horse");
        Label label = Label.draw(random);
        try (NodeBook book = home.book()) {
            new OwnerDesk(book, Clock.SYSTEM, random).claim(label, new Place("one", "", ""), true, "anna");
        }
        X509Certificate owner = home.authorities().get(0);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (RegistrarService service = RegistrarService.start(home, PASSPHRASE, address, Clock.SYSTEM, random)) {
            HttpNode node = new HttpNode(SoftwareKey.create(directory.resolve("node.key")), label, owner);
            node.attempt(URI.create(service.url())).verify(owner.getPublicKey());
        }
    }

    @Test
    void keyInATpm_signs() throws Exception {
        try (EmulatedTpm tpm = EmulatedTpm.start(directory.resolve("chip"), false)) {
            RegistrarHome home = create(new OwnerKeyKind.Tpm(tpm.address()));
            assertThat(home.directory().resolve("owner/key.yaml")).content().contains("tpm-socket: ");
            enrols(home);
        }
    }

    @Test
    void keyOnAToken_signs_andAnotherCertificateIsNotTakenForIts() throws Exception {
        try (SoftHsm hsm = SoftHsm.create(Files.createDirectory(directory.resolve("hsm")))) {
            enrolsByToken(hsm);
        }
    }

    private void enrolsByToken(SoftHsm hsm) throws Exception {
        RegistrarHome home = create(new OwnerKeyKind.Token(hsm.uri("owner")));
        enrols(home);
        assertThat(Files.readString(home.directory().resolve("owner/key.yaml")))
                .contains("pkcs11:")
                .doesNotContain(SoftHsm.PIN);
        Path other = RegistrarHome.create(
                        directory.resolve("other"),
                        "Bob",
                        List.of("localhost"),
                        Assurance.SOFTWARE,
                        PASSPHRASE,
                        Clock.SYSTEM,
                        random)
                .ownerCertificate();
        Files.copy(other, home.ownerCertificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> home.open(PASSPHRASE, Clock.SYSTEM, random))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("is not for the key in the owner's TPM or token");
    }

    @Test
    void hardwareThatIsNotThere_isSaid_andNothingIsMade() {
        assertThatThrownBy(() -> create(new OwnerKeyKind.Tpm(
                        new io.signet.attestation.tpm.TpmAddress.Device(directory.resolve("no-tpm")))))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("TPM");
        assertThat(directory.resolve("owner")).doesNotExist();
    }
}
