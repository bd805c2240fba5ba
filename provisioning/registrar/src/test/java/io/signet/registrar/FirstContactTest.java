package io.signet.registrar;

import static io.signet.registrar.RegistrarFixture.CALLER;
import static io.signet.registrar.RegistrarFixture.CHANNEL;
import static io.signet.registrar.RegistrarFixture.OWNER;
import static io.signet.registrar.RegistrarFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.login.FailureBudget;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.AuditEntry.Action;
import io.signet.registrar.EnrolmentOutcome.Issued;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Waiting;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.TrustPolicy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstContactTest {
    @TempDir
    private Path directory;

    private RegistrarFixture fixture;
    private HardwareKey key;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistrarFixture(directory);
        key = fixture.newKey();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void claimedNode_waitsForItsOwner_andIsEnrolledWhenApproved() throws Exception {
        Label label = fixture.claimed(false);
        assertThat(fixture.enrol(key, label)).isInstanceOf(Waiting.class);
        assertThat(fixture.state(label)).isEqualTo(NodeState.WAITING);
        assertThat(fixture.enrol(key, label)).as("asked again").isInstanceOf(Waiting.class);
        assertThat(fixture.desk.approve(label.id(), OWNER)).isInstanceOf(OwnerDesk.Act.Done.class);
        fixture.enrolled(key, label);
        assertThat(fixture.state(label)).isEqualTo(NodeState.ENROLLED);
        assertThat(fixture.desk.audit(10))
                .extracting(AuditEntry::action)
                .containsExactly(Action.ENROL, Action.APPROVE, Action.COME, Action.CLAIM);
    }

    @Test
    void certificate_saysWhatWasShown() throws Exception {
        EnrolmentRequest request = fixture.request(key, Optional.of(fixture.claimed(true)));
        Issued issued = (Issued) fixture.registrar.enrol(request.request().encoded(), CALLER);
        X509Certificate leaf = issued.chain().get(0);
        IdentityChain chain = IdentityChain.of(issued.chain());
        assertThat(chain.node()).isEqualTo(key.node());
        assertThat(chain.assurance()).isEqualTo(Assurance.SOFTWARE);
        Bytes digest = Bytes.copyOf(ASN1OctetString.getInstance(
                        ASN1OctetString.getInstance(leaf.getExtensionValue(OwnerAuthority.EVIDENCE_OID))
                                .getOctets())
                .getOctets());
        assertThat(digest).isEqualTo(Digest.sha256(request.evidence().encode()).value());
    }

    @Test
    void lostAnswer_isTheSameCertificateAgain_alsoFromAnotherProcess() throws Exception {
        Label label = fixture.claimed(true);
        X509Certificate first = fixture.enrolled(key, label);
        assertThat(fixture.enrolled(key, label)).isEqualTo(first);
        fixture.registrar.tidy();
        assertThat(fixture.enrolled(key, label)).isEqualTo(first);
        fixture.clock.advance(Registrar.CODE_LIFE.plusMinutes(1));
        fixture.registrar.tidy();
        assertRefused(fixture.enrol(key, label), Reason.CODE_USED);
    }

    @Test
    void usedCode_isWorthNothingToAnotherKey() throws Exception {
        Label label = fixture.claimed(true);
        fixture.enrolled(key, label);
        EnrolmentOutcome clone = fixture.enrol(fixture.newKey(), label);
        assertRefused(clone, Reason.CODE_USED);
        assertThat(((EnrolmentOutcome.Refused) clone).message()).contains("copy of its disk");
        assertThat(fixture.desk.audit(1).get(0).action()).isEqualTo(Action.REFUSE);
    }

    @Test
    void approval_isForTheKeyThatTheOwnerSaw() throws Exception {
        Label label = fixture.claimed(false);
        fixture.enrol(key, label);
        fixture.desk.approve(label.id(), OWNER);
        HardwareKey other = fixture.newKey();
        assertThat(fixture.enrol(other, label)).isInstanceOf(Waiting.class);
        assertThat(fixture.state(label)).isEqualTo(NodeState.WAITING);
        assertThat(fixture.enrol(key, label)).as("the approval is gone").isInstanceOf(Waiting.class);
    }

    @Test
    void unknownLabelAndWrongCode_getTheSameAnswer() throws Exception {
        Label known = fixture.claimed(true);
        Label unknown = Label.draw(fixture.random);
        EnrolmentOutcome first = fixture.enrol(key, unknown);
        Bytes nonce = fixture.nonce();
        Claim forged = new Claim(known.id(), unknown.key().nodeProof(key.publicKey(), nonce, CHANNEL));
        EnrolmentOutcome second = fixture.registrar.enrol(
                EnrolmentRequest.of(key, key.evidence(nonce), Optional.empty(), Optional.of(forged))
                        .request()
                        .encoded(),
                CALLER);
        assertRefused(first, Reason.WRONG_CODE);
        assertThat(second).isEqualTo(first);
        assertThat(fixture.state(known)).isEqualTo(NodeState.CLAIMED);
    }

    @Test
    void whoeverSitsInBetween_getsNothing() throws Exception {
        Label label = fixture.claimed(true);
        Bytes nonce = fixture.nonce();
        Bytes seen = ClaimKey.channelOf(
                Bytes.utf8("the certificate of whoever sits in between").toArray());
        Bytes relayed = EnrolmentRequest.of(
                        key, key.evidence(nonce), Optional.empty(), Optional.of(Claim.of(label, key, nonce, seen)))
                .request()
                .encoded();
        assertRefused(fixture.registrar.enrol(relayed, CALLER), Reason.WRONG_CODE);
        fixture.enrolled(key, label);
    }

    @Test
    void recordedRequest_isWorthNothingLater() throws Exception {
        Label label = fixture.claimed(false);
        Bytes recorded = fixture.request(key, Optional.of(label)).request().encoded();
        fixture.clock.advance(NonceMint.LIFE.plusSeconds(1));
        assertRefused(fixture.registrar.enrol(recorded, CALLER), Reason.STALE_NONCE);
        Bytes ofOtherProcess =
                fixture.request(key, Optional.of(label)).request().encoded();
        assertRefused(fixture.restarted(TrustPolicy::of).enrol(ofOtherProcess, CALLER), Reason.STALE_NONCE);
        Bytes ownNonce = Bytes.random(fixture.random, 40);
        Bytes invented = EnrolmentRequest.of(
                        key,
                        key.evidence(ownNonce),
                        Optional.empty(),
                        Optional.of(Claim.of(label, key, ownNonce, CHANNEL)))
                .request()
                .encoded();
        assertRefused(fixture.registrar.enrol(invented, CALLER), Reason.STALE_NONCE);
    }

    @Test
    void labelThatNobodyClaimed_waits() throws Exception {
        Label label = fixture.desk.label(OWNER).orElseThrow();
        assertThat(((Waiting) fixture.enrol(key, label)).message()).contains("nobody has claimed");
        assertThat(fixture.desk.claim(label, RegistrarFixture.PLACE, true, OWNER))
                .isInstanceOf(OwnerDesk.Act.Done.class);
        fixture.enrolled(key, label);
    }

    @Test
    void revokedNode_getsNothingByItsCode_norItsKeyByAnother() throws Exception {
        Label label = fixture.claimed(true);
        fixture.enrolled(key, label);
        assertThat(fixture.desk.revoke(label.id(), OWNER)).isInstanceOf(OwnerDesk.Act.Done.class);
        assertRefused(fixture.enrol(key, label), Reason.REVOKED);
        assertRefused(fixture.enrol(key, fixture.claimed(true)), Reason.REVOKED);
        fixture.enrolled(fixture.newKey(), fixture.claimed(true));
    }

    @Test
    void keyOfAnEnrolledNode_getsNoSecondCertificateByAnotherLabel() throws Exception {
        fixture.enrolled(key, fixture.claimed(true));
        assertRefused(fixture.enrol(key, fixture.claimed(true)), Reason.CODE_USED);
    }

    @Test
    void keyThatIsTooWeak_isRefusedAndSaysWhatIsDemanded() throws Exception {
        Label label = fixture.claimed(true);
        Registrar strict = fixture.restarted(owners -> TrustPolicy.of(owners).withMinimalAssurance(Assurance.TPM2));
        Bytes nonce = io.signet.provisioning.enrolment.RequestAttributes.decode(strict.requestAttributes())
                .nonce();
        EnrolmentOutcome outcome = strict.enrol(
                EnrolmentRequest.of(
                                key,
                                key.evidence(nonce),
                                Optional.empty(),
                                Optional.of(Claim.of(label, key, nonce, CHANNEL)))
                        .request()
                        .encoded(),
                CALLER);
        assertRefused(outcome, Reason.ASSURANCE_TOO_LOW);
        assertThat(((EnrolmentOutcome.Refused) outcome).message()).contains("tpm2", "software", "trust.yaml");
    }

    @Test
    void otherRequests_areRefusedWithAReason() throws Exception {
        assertRefused(fixture.registrar.enrol(Bytes.utf8("hello"), CALLER), Reason.MALFORMED);
        assertRefused(fixture.registrar.enrol(CertificateRequest.of(key).encoded(), CALLER), Reason.MALFORMED);
        assertRefused(
                fixture.registrar.enrol(
                        fixture.request(key, Optional.empty()).request().encoded(), CALLER),
                Reason.NO_CLAIM);
        assertThat(fixture.registrar.makeKey().reason()).isEqualTo(Reason.NO_SERVER_KEYS);
    }

    @Test
    void whoGuesses_isSlowedDown_andHindersNobodyElse() throws Exception {
        Label label = fixture.claimed(true);
        for (int i = 0; i < FailureBudget.AT_ONCE; i++) {
            assertRefused(fixture.registrar.enrol(Bytes.EMPTY, CALLER), Reason.MALFORMED);
        }
        assertRefused(fixture.registrar.enrol(Bytes.EMPTY, CALLER), Reason.TOO_MANY_FAILURES);
        Caller elsewhere = new Caller("192.0.2.2", CHANNEL, Optional.empty());
        Bytes good = fixture.request(key, Optional.of(label)).request().encoded();
        assertThat(fixture.registrar.enrol(good, elsewhere)).isInstanceOf(Issued.class);
        fixture.clock.advance(FailureBudget.EVERY);
        assertRefused(fixture.registrar.enrol(Bytes.EMPTY, CALLER), Reason.MALFORMED);
        assertRefused(fixture.registrar.enrol(Bytes.EMPTY, CALLER), Reason.TOO_MANY_FAILURES);
        fixture.clock.advance(Duration.ofDays(1));
        assertThat(fixture.registrar.enrol(
                        fixture.request(key, Optional.of(label)).request().encoded(), CALLER))
                .isInstanceOf(Issued.class);
    }

    @Test
    void boxThatKnowsItsCode_getsIn_fromAnAddressWhereOthersAreWrong() throws Exception {
        Label label = fixture.claimed(true);
        Bytes wrong = fixture.request(fixture.newKey(), Optional.of(Label.draw(fixture.random)))
                .request()
                .encoded();
        for (int i = 0; i < FailureBudget.AT_ONCE; i++) {
            assertRefused(fixture.registrar.enrol(wrong, CALLER), Reason.WRONG_CODE);
        }
        assertRefused(fixture.registrar.enrol(wrong, CALLER), Reason.TOO_MANY_FAILURES);
        assertThat(fixture.registrar.enrol(
                        fixture.request(key, Optional.of(label)).request().encoded(), CALLER))
                .isInstanceOf(Issued.class);
    }

    @Test
    void owner_isToldWhatCanBeDone() throws Exception {
        Label label = fixture.claimed(true);
        assertThat(fixture.desk.approve(Label.draw(fixture.random).id(), OWNER))
                .isInstanceOfSatisfying(OwnerDesk.Act.Refused.class, r -> assertThat(r.message())
                        .contains("no label"));
        fixture.enrolled(key, label);
        assertThat(fixture.desk.claim(label, RegistrarFixture.PLACE, true, OWNER))
                .isInstanceOfSatisfying(OwnerDesk.Act.Refused.class, r -> assertThat(r.message())
                        .contains("enrolled as node 1"));
        fixture.desk.revoke(label.id(), OWNER);
        assertThat(fixture.desk.approve(label.id(), OWNER)).isInstanceOf(OwnerDesk.Act.Refused.class);
        assertThat(fixture.desk.list(Optional.empty(), 10))
                .extracting(NodeRecord::state)
                .isEqualTo(List.of(NodeState.REVOKED));
    }
}
