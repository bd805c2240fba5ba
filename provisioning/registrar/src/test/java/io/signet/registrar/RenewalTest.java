package io.signet.registrar;

import static io.signet.registrar.RegistrarFixture.CALLER;
import static io.signet.registrar.RegistrarFixture.OWNER;
import static io.signet.registrar.RegistrarFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.EnrolmentOutcome.Issued;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.statement.Assurance;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTest {
    @TempDir
    private Path directory;

    private RegistrarFixture fixture;
    private HardwareKey key;
    private Label label;
    private X509Certificate first;

    @BeforeEach
    void enrol() throws Exception {
        fixture = new RegistrarFixture(directory);
        key = fixture.newKey();
        label = fixture.claimed(true);
        first = fixture.enrolled(key, label);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private X509Certificate renewed(X509Certificate by) throws Exception {
        EnrolmentOutcome outcome = fixture.renew(key, by);
        assertThat(outcome).isInstanceOf(Issued.class);
        return ((Issued) outcome).chain().get(0);
    }

    @Test
    void nodeWithACertificate_getsTheNextOneForTheSameKey_andItsCodeIsSpent() throws Exception {
        fixture.clock.advance(Duration.ofDays(240));
        X509Certificate next = renewed(first);
        assertThat(next).isNotEqualTo(first);
        assertThat(next.getPublicKey()).isEqualTo(key.publicKey());
        assertThat(next.getNotAfter().toInstant()).isAfter(first.getNotAfter().toInstant());
        assertThat(renewed(first)).as("the answer was lost").isEqualTo(next);
        assertRefused(fixture.enrol(key, label), Reason.CODE_USED);
    }

    @Test
    void impatientNode_getsTheSameAgain() throws Exception {
        assertThat(renewed(first)).isEqualTo(first);
    }

    @Test
    void whoHasNoCertificateOfThisOwner_isRefused() throws Exception {
        assertRefused(
                fixture.registrar.renew(
                        fixture.request(key, Optional.empty()).request().encoded(), CALLER),
                Reason.NOT_A_MEMBER);
        OwnerAuthority stranger = OwnerAuthority.selfSigned(fixture.newKey(), "Anna", fixture.clock, fixture.random);
        X509Certificate foreign =
                stranger.issueNode(CertificateRequest.of(key), Assurance.TPM2).get(0);
        assertRefused(fixture.renew(key, foreign), Reason.NOT_A_MEMBER);
    }

    @Test
    void otherKey_isAnotherNode() throws Exception {
        assertRefused(fixture.renew(fixture.newKey(), first), Reason.OTHER_KEY);
    }

    @Test
    void revokedNode_isNotRenewed() throws Exception {
        fixture.desk.revoke(label.id(), OWNER);
        assertRefused(fixture.renew(key, first), Reason.REVOKED);
    }

    @Test
    void certificateThatHasEnded_isNotRenewed() throws Exception {
        fixture.clock.advance(Duration.ofDays(366));
        assertRefused(fixture.renew(key, first), Reason.NOT_A_MEMBER);
    }
}
