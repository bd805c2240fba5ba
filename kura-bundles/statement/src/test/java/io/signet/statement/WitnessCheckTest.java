package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.TestPki.Certificate;
import io.signet.statement.TestPki.Issuer;
import io.signet.statement.TestPki.Node;
import io.signet.statement.Verdict.Reason;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WitnessCheckTest {
    private static final Issuer OWNER = TestPki.owner("Anna");
    private static final Node NODE = TestPki.node(OWNER, Assurance.SOFTWARE);
    private static final TestWitness FIRST = TestWitness.of(TestPki.node(OWNER, Assurance.SOFTWARE));
    private static final TestWitness SECOND = TestWitness.of(TestPki.node(OWNER, Assurance.SOFTWARE));
    private static final Proof PROOF = TestLog.proof(NODE, NOW_MILLIS);
    private static final TreeHead HEAD = head(PROOF);

    private static TreeHead head(Proof proof) {
        try {
            return Receipt.decode(proof.receipt(), proof.statement()).head();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private static Verdict verify(int demanded, List<Cosignature> cosignatures) {
        TrustPolicy policy = TestPki.trusting(OWNER).withWitnesses(demanded);
        return new Verifier(policy).verify(PROOF.withCosignatures(cosignatures), NOW_MILLIS);
    }

    private static Cosignature cosigned(TestWitness witness) {
        return witness.sign(HEAD, NOW_MILLIS + 50);
    }

    private static void assertRejected(Verdict verdict, Reason reason, String why) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.message()).contains(why);
            assertThat(rejected.findings()).last().isEqualTo(new Finding.Failed("witness", rejected.message()));
        });
    }

    private static void assertIgnored(TestWitness witness, String why) {
        List<Cosignature> cosignatures = List.of(cosigned(FIRST), cosigned(witness));
        assertThat(verify(1, cosignatures)).isInstanceOf(Verdict.Accepted.class);
        assertRejected(verify(2, cosignatures), Reason.TOO_FEW_WITNESSES, "demands 2 witnesses");
        assertThat(verify(1, cosignatures).findings())
                .filteredOn(finding -> finding.claim().equals("witness"))
                .singleElement()
                .isInstanceOfSatisfying(Finding.NotProved.class, finding -> assertThat(finding.detail())
                        .contains(witness.node().id().toHex(), why));
    }

    @Test
    void twoWitnesses_areNamed() {
        Verdict verdict = verify(2, List.of(cosigned(FIRST), cosigned(SECOND)));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict.findings()).last().isInstanceOfSatisfying(Finding.Proved.class, finding -> {
            assertThat(finding.claim()).isEqualTo("one log");
            assertThat(finding.detail())
                    .contains(
                            "2 witnesses",
                            FIRST.node().id() + " of Anna",
                            SECOND.node().id() + " of Anna");
        });
    }

    @Test
    void tooFewWitnesses_areRejected() {
        assertRejected(
                verify(1, List.of()), Reason.TOO_FEW_WITNESSES, "demands 1 witness of the node's log, but 0 count");
        assertRejected(verify(2, List.of(cosigned(FIRST))), Reason.TOO_FEW_WITNESSES, "but 1 counts");
        assertThat(verify(0, List.of(cosigned(FIRST)))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void oneWitnessTwice_isWrong() {
        Cosignature again = FIRST.sign(HEAD, NOW_MILLIS + 60);
        assertRejected(verify(2, List.of(cosigned(FIRST), again)), Reason.BAD_COSIGNATURE, "same witness");
    }

    @Test
    void theNodeItself_isNoWitness() {
        assertRejected(verify(0, List.of(cosigned(TestWitness.of(NODE)))), Reason.BAD_COSIGNATURE, "its own log");
    }

    @Test
    void cosignatureOfAnotherHead_isWrong() {
        TreeHead other = head(TestLog.proof(NODE, NOW_MILLIS + 1));
        assertRejected(verify(0, List.of(FIRST.sign(other, NOW_MILLIS))), Reason.BAD_COSIGNATURE, "another log");
    }

    @Test
    void cosignatureThatTheWitnessDidNotSign_isWrong() {
        Cosignature genuine = cosigned(FIRST);
        Cosignature forged = new Cosignature(
                genuine.witness(),
                genuine.session(),
                genuine.log(),
                genuine.size(),
                genuine.root(),
                genuine.timeMillis() + 1,
                genuine.signature());
        assertRejected(verify(0, List.of(forged)), Reason.BAD_COSIGNATURE, "did not sign it");
    }

    @Test
    void timeOfACosignature_mayDifferByTheSkewOnly() {
        long skew = Verifier.CLOCK_SKEW_MAX.toMillis();
        TestWitness witness = TestWitness.of(FIRST.node(), NOW_MILLIS - 2 * skew);
        assertThat(verify(1, List.of(witness.sign(HEAD, NOW_MILLIS + skew)))).isInstanceOf(Verdict.Accepted.class);
        assertRejected(
                verify(1, List.of(witness.sign(HEAD, NOW_MILLIS + skew + 1))), Reason.BAD_COSIGNATURE, "now it is");
        assertThat(verify(1, List.of(witness.sign(HEAD, HEAD.timeMillis() - skew))))
                .isInstanceOf(Verdict.Accepted.class);
        assertRejected(
                verify(1, List.of(witness.sign(HEAD, HEAD.timeMillis() - skew - 1))),
                Reason.BAD_COSIGNATURE,
                "now it is");
    }

    @Test
    void witnessOfAnotherOwner_isIgnored() {
        Node stranger = TestPki.node(TestPki.owner("Anna"), Assurance.SOFTWARE);
        assertIgnored(TestWitness.of(stranger), "do not lead to an owner");
    }

    @Test
    void witnessWhoseCertificateWasNotValidThen_isIgnored() {
        KeyPair keys = TestPki.p256();
        Instant end = Instant.ofEpochMilli(NOW_MILLIS - 1000);
        IdentityChain chain = IdentityChain.of(List.of(Certificate.ofNode(keys, "Anna")
                .assurance("software")
                .valid(TestPki.NOT_BEFORE, end)
                .issue(OWNER)));
        assertIgnored(TestWitness.of(new Node(keys, chain)), "were not valid");
    }

    @Test
    void witnessWithLessAssurance_isIgnored() {
        Node node = TestPki.node(OWNER, Assurance.TPM2);
        Proof proof = TestLog.proof(node, NOW_MILLIS);
        TestWitness protectedWitness = TestWitness.of(TestPki.node(OWNER, Assurance.TPM2));
        List<Cosignature> cosignatures =
                List.of(FIRST.sign(head(proof), NOW_MILLIS + 50), protectedWitness.sign(head(proof), NOW_MILLIS + 50));
        TrustPolicy policy = TestPki.trusting(OWNER).withMinimalAssurance(Assurance.TPM2);
        Proof cosigned = proof.withCosignatures(cosignatures);
        assertThat(new Verifier(policy.withWitnesses(1)).verify(cosigned, NOW_MILLIS))
                .isInstanceOf(Verdict.Accepted.class);
        assertRejected(
                new Verifier(policy.withWitnesses(2)).verify(cosigned, NOW_MILLIS),
                Reason.TOO_FEW_WITNESSES,
                "demands 2 witnesses");
    }

    @Test
    void singleCosignature_countsOrSaysWhyNot() {
        Verifier verifier = new Verifier(TestPki.trusting(OWNER));
        assertThat(verifier.checkCosignature(cosigned(FIRST), HEAD, NOW_MILLIS)).isEmpty();
        assertThat(verifier.checkCosignature(cosigned(FIRST), HEAD, NOW_MILLIS))
                .as("from the cache")
                .isEmpty();
        assertThat(verifier.checkCosignature(cosigned(TestWitness.of(NODE)), HEAD, NOW_MILLIS))
                .hasValueSatisfying(why -> assertThat(why).contains("own log"));
        Node stranger = TestPki.node(TestPki.owner("Bert"), Assurance.SOFTWARE);
        assertThat(verifier.checkCosignature(cosigned(TestWitness.of(stranger)), HEAD, NOW_MILLIS))
                .isPresent();
    }

    @Test
    void proofFile_keepsCosignaturesAndEvidence() throws MalformedException {
        Proof proof = PROOF.withCosignatures(List.of(cosigned(FIRST), cosigned(SECOND)))
                .withEvidence(Bytes.utf8("evidence"));
        assertThat(Proof.decode(proof.encode())).isEqualTo(proof);
        List<Cosignature> tooMany = new ArrayList<>(Collections.nCopies(9, cosigned(FIRST)));
        assertThatThrownBy(() -> PROOF.withCosignatures(tooMany)).isInstanceOf(IllegalArgumentException.class);
        Bytes tooLarge = Bytes.copyOf(new byte[Proof.EVIDENCE_SIZE_BYTES_MAX + 1]);
        assertThatThrownBy(() -> PROOF.withEvidence(tooLarge)).isInstanceOf(IllegalArgumentException.class);
    }
}
