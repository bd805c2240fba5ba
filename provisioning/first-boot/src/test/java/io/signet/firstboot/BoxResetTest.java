package io.signet.firstboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.NodeSettings;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Assurance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoxResetTest {
    @TempDir
    private Path home;

    private HardwareKey key;

    @BeforeEach
    void enrol() throws Exception {
        OwnerAuthority owner =
                OwnerAuthority.create(home.resolve("authority"), "Anna", Clock.SYSTEM, SystemRandom.create());
        Files.createDirectories(home.resolve("identity/tpm"));
        Files.createDirectories(home.resolve("log"));
        key = Credentials.createKey(home.resolve(Credentials.KEY_FILE));
        Certificates.write(
                home.resolve(Credentials.CHAIN_FILE), owner.issueNode(CertificateRequest.of(key), Assurance.SOFTWARE));
        Certificates.write(home.resolve("owner.pem"), List.of(owner.certificate()));
        for (String file : List.of(
                "identity/tpm/tpm-keys.cbor",
                "log/heads",
                "label",
                "profile.yaml",
                "voucher.cms",
                "owner-1.pem",
                "trust.yaml")) {
            Files.writeString(home.resolve(file), "x");
        }
        Files.writeString(home.resolve(NodeSettings.FILE_NAME), "x");
    }

    @Test
    void keysAndCertificatesGo_theHistoryStaysWithWhatItIsCheckedBy() throws Exception {
        Path history = new BoxReset(home).run().orElseThrow();

        assertThat(history).isEqualTo(home.resolve("before").resolve(key.node().toHex()));
        assertThat(history.resolve("log/heads")).hasContent("x");
        assertThat(Certificates.read(history.resolve("chain.pem"))).hasSize(1);
        assertThat(history.resolve("owner.pem")).exists();
        assertThat(history.resolve("voucher.cms")).hasContent("x");
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("authority", "before", "identity");
        }
        assertThat(home.resolve("identity")).isEmptyDirectory();
    }

    @Test
    void interruptedReset_isCompletedByTheNext_andABoxHasNothingToReset() throws Exception {
        Files.delete(home.resolve(Credentials.KEY_FILE));
        Files.delete(home.resolve("log/heads"));
        Files.delete(home.resolve("log"));

        assertThat(new BoxReset(home).run()).isPresent();
        assertThat(new BoxReset(home).run()).isEmpty();
        assertThat(new BoxHome(home).isNode()).isFalse();
    }
}
