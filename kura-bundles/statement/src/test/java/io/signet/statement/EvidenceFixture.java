package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.TestPki.Issuer;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerdict.Reason;
import io.signet.statement.evidence.EvidenceVerifier;
import java.util.List;

/** Evidence of a TPM that a test changes before it is made, and a verifier who trusts an owner and a chip maker. */
abstract class EvidenceFixture {
    static final Issuer OWNER = TestPki.owner("Anna");
    static final Issuer MAKER = TestPki.owner("Chip Maker");
    static final TrustPolicy POLICY = TestPki.trusting(OWNER).withChipMakers(List.of(MAKER.certificate()));

    final TestTpm tpm = new TestTpm();

    final EvidenceExpectation asked() {
        return EvidenceExpectation.of(tpm.identity.getPublic(), NOW_MILLIS).withNonce(TestTpm.NONCE);
    }

    final EvidenceVerdict verify(Evidence evidence) {
        return new EvidenceVerifier(POLICY).verify(evidence, asked());
    }

    final void assertRefused(Evidence evidence, Reason reason) {
        assertThat(verify(evidence)).isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.message()).isNotBlank();
            assertThat(refused.findings()).last().isInstanceOf(Finding.Failed.class);
        });
    }

    final void assertRefused(Reason reason) {
        assertRefused(tpm.evidence(), reason);
    }

    static Assurance assurance(EvidenceVerdict verdict) {
        assertThat(verdict).as(verdict.toString()).isInstanceOf(EvidenceVerdict.Accepted.class);
        return ((EvidenceVerdict.Accepted) verdict).assurance();
    }

    static List<String> claims(EvidenceVerdict verdict, Class<? extends Finding> kind) {
        return verdict.findings().stream()
                .filter(kind::isInstance)
                .map(Finding::claim)
                .toList();
    }
}
