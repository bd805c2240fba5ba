package io.signet.kura.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.eclipse.kura.KuraException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kura's page of keystores shows of a node: certificates only, and nothing to change. */
final class KuraKeystoreTest {
    @TempDir
    private Path directory;

    private Path newHome() throws Exception {
        return MeshHome.create(
                        directory.resolve("mesh"),
                        MeshPlan.local("test", 1, 18_883, Set.of()),
                        Clock.SYSTEM,
                        new SecureRandom())
                .node(1);
    }

    @Test
    void identityAndOwners_areShown_withoutAnyKey() throws Exception {
        PublicKeystore keystore = PublicKeystore.of(Optional.of(newHome()));

        assertThat(keystore.certificates()).containsKeys("identity", "owner");
        assertThat(keystore.entries().values()).allMatch(KeyStore.TrustedCertificateEntry.class::isInstance);
        KeyStore store = keystore.keyStore();
        assertThat(store.size()).isEqualTo(keystore.certificates().size());
        assertThat(store.isKeyEntry("identity")).isFalse();
        assertThat(store.getCertificate("identity"))
                .isEqualTo(keystore.certificates().get("identity"));
        assertThat(keystore.revocations()).isEmpty();
        assertThat(keystore.revocationStore().getCRLs(null)).isEmpty();
        assertThat(((KeyStore.TrustedCertificateEntry) keystore.entry("owner")).getTrustedCertificate())
                .isEqualTo(keystore.certificates().get("owner"));
        assertThatThrownBy(() -> keystore.entry("nobody"))
                .isInstanceOf(KuraException.class)
                .hasMessageContaining("there is no 'nobody' but [identity");
    }

    @Test
    void withoutANode_thereIsNothing() throws Exception {
        assertThat(PublicKeystore.of(Optional.empty()).certificates()).isEmpty();
    }

    @Test
    void damagedFile_isAnErrorThatSaysWhich() throws Exception {
        Path home = newHome();
        Files.writeString(home.resolve("trust.yaml"), "owners: []");
        assertThatThrownBy(() -> PublicKeystore.of(Optional.of(home)))
                .isInstanceOf(KuraException.class)
                .hasMessageContaining("trust.yaml");
    }
}
