package io.signet.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.Revocation;
import io.signet.statement.RevocationList;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy names and what the mesh sent, together. */
class KnownRevocationsTest {
    @TempDir
    Path directory;

    private OwnerAuthority owner;
    private Path policy;

    @BeforeEach
    void makeOwner() throws Exception {
        owner = TestOwner.create(directory.resolve("owner"));
        policy = Files.writeString(
                directory.resolve("trust.yaml"), "owners: [owner/owner.pem]\nminimal-assurance: software\n");
    }

    private void list(String file, long number) throws Exception {
        Revocation revoked = new Revocation(BigInteger.valueOf(number), TestOwner.NOW, false);
        Files.write(
                directory.resolve(file),
                owner.revocationList(List.of(revoked), BigInteger.valueOf(number), Duration.ofDays(7))
                        .toArray());
    }

    @Test
    void namedAndKeptLists_areBothKnown_eachOnce() throws Exception {
        list("revoked-1.crl", 1);
        list("named.crl", 2);
        list("revoked-3.crl", 3);
        Files.writeString(policy, "revoked: [named.crl, revoked-3.crl]\n" + Files.readString(policy));

        assertThat(KnownRevocations.policy(policy).revocations())
                .extracting(RevocationList::number)
                .extracting(number -> number.orElseThrow().intValue())
                .containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void withoutLists_nobodyIsRevoked() throws Exception {
        assertThat(KnownRevocations.policy(policy))
                .isEqualTo(TrustPolicyFile.read(policy).policy());
    }

    @Test
    void listThatCannotBeRead_hasNobodyBelieved() throws Exception {
        list("revoked-1.crl", 1);
        Files.writeString(directory.resolve("revoked-2.crl"), "damaged");

        assertThatThrownBy(() -> KnownRevocations.policy(policy))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("revoked-2.crl: not a list of revocations");
    }

    @Test
    void tooManyLists_areRefused() throws Exception {
        for (int i = 0; i <= KnownRevocations.KEPT_MAX; i++) {
            list("revoked-" + i + ".crl", i + 1L);
        }

        assertThatThrownBy(() -> KnownRevocations.policy(policy))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("has more than 64 files revoked-*.crl");
    }
}
