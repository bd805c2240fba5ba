package io.signet.registrar;

import static io.signet.registrar.RegistrarFixture.CALLER;
import static io.signet.registrar.RegistrarFixture.CHANNEL;
import static io.signet.registrar.RegistrarFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.attestation.tpm.TestChipMaker;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.Registrar.Challenged;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Finding;
import io.signet.statement.IdentityChain;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.tpm.CredentialChallenge;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with chips, of makers that the owner trusts and of others. */
class TpmEnrolmentTest {
    @TempDir
    private Path directory;

    private final TestChipMaker maker = new TestChipMaker();
    private EmulatedTpm chip;
    private TpmKey key;

    @BeforeEach
    void makeNode() throws Exception {
        chip = EmulatedTpm.start(directory.resolve("tpm"), false);
        maker.endorse(chip.address());
        key = TpmKey.open(TpmOptions.of(chip.address(), directory.resolve("identity")), new SecureRandom());
    }

    @AfterEach
    void switchOff() {
        key.close();
        chip.close();
    }

    private RegistrarFixture trusting(TestChipMaker trusted) throws Exception {
        List<java.security.cert.X509Certificate> makers = List.of(trusted.certificate());
        return new RegistrarFixture(directory, RegistrarFixture.inMemory(), owners -> TrustPolicy.of(owners)
                .withChipMakers(makers)
                .withMinimalAssurance(Assurance.TPM2));
    }

    @Test
    void chipOfATrustedMaker_isCertifiedAsSuch_andAsksForRenewalThatWay() throws Exception {
        try (RegistrarFixture fixture = trusting(maker)) {
            var leaf = fixture.enrolled(key, fixture.claimed(true));
            assertThat(IdentityChain.of(List.of(leaf)).assurance()).isEqualTo(Assurance.TPM2);
            assertThat(fixture.renew(key, leaf)).isInstanceOf(EnrolmentOutcome.Issued.class);
        }
    }

    @Test
    void chipOfAnotherMaker_isRefusedAndSaysWhatToDo_andTheOwnerSeesWhy() throws Exception {
        try (RegistrarFixture fixture = trusting(new TestChipMaker())) {
            Label label = fixture.claimed(true);
            EnrolmentOutcome outcome = fixture.enrol(key, label);
            assertRefused(outcome, Reason.ASSURANCE_TOO_LOW);
            assertThat(((EnrolmentOutcome.Refused) outcome).message()).contains("name its maker");
            EvidenceReport report = seen(fixture, label).report();
            assertThat(report.good()).isFalse();
            assertThat(report.findings())
                    .anySatisfy(found -> assertThat(found).isInstanceOf(Finding.NotProved.class))
                    .last()
                    .isInstanceOfSatisfying(Finding.Failed.class, found -> assertThat(found.detail())
                            .contains("at least tpm2; the evidence shows tpm2-interface"));
        }
    }

    private static OwnerDesk.Seen seen(RegistrarFixture fixture, Label label) throws Exception {
        return Objects.requireNonNull(fixture.desk.seen(List.of(label.id())).get(label.id()));
    }

    @Test
    void chipThatComesByTwoLabels_isToldOnBoth_untilItIsOverWithOne() throws Exception {
        try (RegistrarFixture fixture = trusting(maker)) {
            Label first = fixture.claimed(true);
            fixture.enrolled(key, first);
            assertThat(seen(fixture, first).report().good()).isTrue();
            assertThat(seen(fixture, first).sameChip()).isEmpty();
            Label second = fixture.claimed(false);
            key.close();
            key = TpmKey.open(TpmOptions.of(chip.address(), directory.resolve("second")), new SecureRandom());
            assertThat(fixture.enrol(key, second)).isInstanceOf(EnrolmentOutcome.Waiting.class);
            assertThat(fixture.enrol(key, second)).isInstanceOf(EnrolmentOutcome.Waiting.class);
            assertThat(seen(fixture, first).sameChip()).containsExactly(second.id());
            assertThat(seen(fixture, second).sameChip()).containsExactly(first.id());
            assertThat(fixture.desk.audit(100))
                    .filteredOn(entry -> entry.action() == AuditEntry.Action.SAME_CHIP)
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry.detail()).contains(first.id().toHex()));
            fixture.desk.revoke(first.id(), RegistrarFixture.OWNER);
            assertThat(seen(fixture, second).sameChip()).isEmpty();
        }
    }

    @Test
    void chipThatIsKnownByAnotherLabel_waitsForItsOwner_thoughItWasApprovedBeforehand() throws Exception {
        try (RegistrarFixture fixture = trusting(maker)) {
            Label first = fixture.claimed(true);
            fixture.enrolled(key, first);
            Label second = fixture.claimed(true);
            key.close();
            key = TpmKey.open(TpmOptions.of(chip.address(), directory.resolve("second")), new SecureRandom());

            for (int i = 0; i < 2; i++) {
                assertThat(fixture.enrol(key, second))
                        .isInstanceOfSatisfying(EnrolmentOutcome.Waiting.class, waiting -> assertThat(waiting.message())
                                .contains("its TPM is known by another label"));
            }
            assertThat(seen(fixture, second).sameChip()).containsExactly(first.id());
            assertThat(fixture.desk.audit(100))
                    .filteredOn(entry -> entry.action() == AuditEntry.Action.SAME_CHIP)
                    .hasSize(1);
            fixture.desk.approve(second.id(), RegistrarFixture.OWNER);
            assertThat(fixture.enrol(key, second)).isInstanceOf(EnrolmentOutcome.Issued.class);
        }
    }

    @Test
    void challenge_mustBeOpenedForThisVeryEvidence() throws Exception {
        try (RegistrarFixture fixture = trusting(maker)) {
            Label label = fixture.claimed(true);
            assertRefused(
                    fixture.registrar.enrol(request(fixture, label, Optional.empty()), CALLER), Reason.NO_ACTIVATION);
            Bytes guess = Bytes.random(fixture.random, 32);
            assertRefused(
                    fixture.registrar.enrol(request(fixture, label, Optional.of(guess)), CALLER), Reason.EVIDENCE);
            Evidence earlier = key.evidence(fixture.nonce());
            Optional<Bytes> opened = key.activate(challenge(fixture, earlier));
            assertRefused(fixture.registrar.enrol(request(fixture, label, opened), CALLER), Reason.EVIDENCE);
            assertThat(fixture.state(label)).isEqualTo(NodeState.CLAIMED);
            fixture.enrolled(key, label);
        }
    }

    private static CredentialChallenge challenge(RegistrarFixture fixture, Evidence evidence) {
        return ((Challenged.With) fixture.registrar.challenge(evidence.encode(), CALLER)).challenge();
    }

    private Bytes request(RegistrarFixture fixture, Label label, Optional<Bytes> activation) throws Exception {
        Bytes nonce = fixture.nonce();
        return EnrolmentRequest.of(
                        key, key.evidence(nonce), activation, Optional.of(Claim.of(label, key, nonce, CHANNEL)))
                .request()
                .encoded();
    }

    @Test
    void onlyFreshEvidenceOfATpm_isChallenged() throws Exception {
        try (RegistrarFixture fixture = trusting(maker)) {
            Evidence stale = key.evidence(Bytes.random(fixture.random, 40));
            assertThat(fixture.registrar.challenge(stale.encode(), CALLER))
                    .isInstanceOfSatisfying(
                            Challenged.Not.class, no -> assertRefused(no.refused(), Reason.STALE_NONCE));
            Evidence software = fixture.newKey().evidence(fixture.nonce());
            assertThat(fixture.registrar.challenge(software.encode(), CALLER))
                    .isInstanceOfSatisfying(Challenged.Not.class, no -> assertRefused(no.refused(), Reason.EVIDENCE));
            assertThat(fixture.registrar.challenge(Bytes.utf8("hello"), CALLER))
                    .isInstanceOfSatisfying(Challenged.Not.class, no -> assertRefused(no.refused(), Reason.MALFORMED));
        }
    }

    @Test
    void firmwareThatTheOwnerDoesNotList_isRefused() throws Exception {
        Set<Digest> listed = Set.of(Digest.sha256(Bytes.utf8("another firmware")));
        try (RegistrarFixture fixture =
                new RegistrarFixture(directory, RegistrarFixture.inMemory(), owners -> TrustPolicy.of(owners)
                        .withFirmware(listed))) {
            EnrolmentOutcome outcome = fixture.enrol(key, fixture.claimed(true));
            assertRefused(outcome, Reason.EVIDENCE);
            assertThat(((EnrolmentOutcome.Refused) outcome).message()).contains("firmware");
        }
    }
}
