package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.TestPki.Certificate;
import io.signet.statement.TestPki.Issuer;
import io.signet.statement.TestPki.Node;
import io.signet.statement.Verdict.Reason;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.InclusionProof;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final Issuer OWNER = TestPki.owner("Anna");
    private static final Node NODE = TestPki.node(OWNER, Assurance.SOFTWARE);
    private static final Proof PROOF = TestLog.proof(NODE, NOW_MILLIS);

    private final Verifier verifier = new Verifier(TestPki.trusting(OWNER));

    private static Reason rejection(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        Verdict.Rejected rejected = (Verdict.Rejected) verdict;
        assertThat(rejected.message()).isNotBlank();
        assertThat(rejected.findings()).last().isInstanceOf(Finding.Failed.class);
        return rejected.reason();
    }

    private static List<String> claims(Verdict verdict, Class<? extends Finding> kind) {
        return verdict.findings().stream()
                .filter(kind::isInstance)
                .map(Finding::claim)
                .toList();
    }

    private static Proof proofWith(Statement statement, Node node) {
        Bytes encoded = statement.encode();
        Receipt receipt = new TestLog(node, 3).append(encoded, NOW_MILLIS);
        return new Proof(encoded, receipt.encode(), node.chain(), Map.of(), Map.of());
    }

    @Test
    void genuineProof_isAcceptedWithEveryFinding() {
        Verdict verdict = verifier.verify(PROOF, NOW_MILLIS);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Verdict.Accepted) verdict).statement()).isEqualTo(TestLog.statement(NODE));
        assertThat(claims(verdict, Finding.Proved.class)).containsExactly("owner", "log", "input", "output", "model");
        assertThat(claims(verdict, Finding.NotProved.class))
                .containsExactly("hardware", "time", "computation", "quality", "revocation", "one log");
        assertThat(verdict.findings())
                .contains(new Finding.NotProved("hardware", "key protection: software. This does not prove hardware."));
    }

    @Test
    void secondVerification_fromTheCaches_saysTheSame() {
        assertThat(verifier.verify(PROOF, NOW_MILLIS)).isEqualTo(verifier.verify(PROOF, NOW_MILLIS));
    }

    @Test
    void ed25519Identity_isAccepted() {
        Node node = TestPki.node(OWNER, Assurance.SOFTWARE, TestPki.ed25519());
        assertThat(verifier.verify(TestLog.proof(node, NOW_MILLIS), NOW_MILLIS)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void tpmAssurance_isProvedByTheIssuer() {
        Node node = TestPki.node(OWNER, Assurance.TPM2);
        Verdict verdict = verifier.verify(TestLog.proof(node, NOW_MILLIS), NOW_MILLIS);
        assertThat(claims(verdict, Finding.Proved.class)).contains("hardware");
    }

    @Test
    void proofWithoutTensors_saysThatTheyAreKnownByDigestOnly() {
        Verdict verdict = verifier.verify(proofWith(TestLog.statement(NODE), NODE), NOW_MILLIS);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(claims(verdict, Finding.NotProved.class)).contains("input", "output");
    }

    @Test
    void statementWithItsReceipt_isAcceptedWithoutAFile() throws MalformedException {
        Receipt receipt = Receipt.decode(PROOF.receipt(), PROOF.statement());
        assertThat(verifier.verify(TestLog.statement(NODE), receipt, NODE.chain(), NOW_MILLIS))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void receiptOfAnotherStatement_isABadSignature() {
        Proof other = TestLog.proof(NODE, NOW_MILLIS + 1);
        Proof mixed = new Proof(PROOF.statement(), other.receipt(), NODE.chain(), Map.of(), Map.of());
        assertThat(rejection(verifier.verify(mixed, NOW_MILLIS))).isEqualTo(Reason.BAD_HEAD_SIGNATURE);
    }

    @Test
    void receiptWhosePathEndsElsewhere_isNotIncluded() throws MalformedException {
        Receipt genuine = Receipt.decode(PROOF.receipt(), PROOF.statement());
        List<Digest> path = new ArrayList<>(genuine.proof().path());
        path.set(0, Digest.sha256(Bytes.EMPTY));
        Receipt forged = new Receipt(
                genuine.head(),
                new InclusionProof(genuine.proof().treeSize(), genuine.proof().leafIndex(), path));
        assertThat(rejection(verifier.verify(TestLog.statement(NODE), forged, NODE.chain(), NOW_MILLIS)))
                .isEqualTo(Reason.NOT_INCLUDED);
    }

    @Test
    void headSignedByAnotherKeyInTheNodesName_isABadSignature() throws SigningException, MalformedException {
        Receipt genuine = Receipt.decode(PROOF.receipt(), PROOF.statement());
        TreeHead forged = TreeHead.sign(
                TestPki.signer(TestPki.p256()),
                NODE.id(),
                genuine.head().size(),
                genuine.head().root(),
                NOW_MILLIS);
        Receipt receipt = new Receipt(forged, genuine.proof());
        assertThat(rejection(verifier.verify(TestLog.statement(NODE), receipt, NODE.chain(), NOW_MILLIS)))
                .isEqualTo(Reason.BAD_HEAD_SIGNATURE);
    }

    @Test
    void ownerThatThePolicyDoesNotName_isUntrusted() {
        Verifier other = new Verifier(TestPki.trusting(TestPki.owner("Anna")));
        assertThat(rejection(other.verify(PROOF, NOW_MILLIS))).isEqualTo(Reason.UNTRUSTED_OWNER);
    }

    @Test
    void secondOwnerOfThePolicy_isTrusted() {
        Verifier both = new Verifier(TestPki.trusting(TestPki.owner("Bert"), OWNER));
        assertThat(both.verify(PROOF, NOW_MILLIS)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void certificateThatTheNodeIssuedItself_isUntrusted() {
        KeyPair keys = TestPki.p256();
        X509Certificate self =
                Certificate.ofNode(keys, "Anna").assurance("tpm2").issue(keys, "O=Anna");
        Node node = new Node(keys, IdentityChain.of(List.of(self)));
        assertThat(rejection(verifier.verify(TestLog.proof(node, NOW_MILLIS), NOW_MILLIS)))
                .isEqualTo(Reason.UNTRUSTED_OWNER);
    }

    @Test
    void certificateIssuedByANode_isUntrusted() {
        KeyPair keys = TestPki.p256();
        X509Certificate byNode = Certificate.ofNode(keys, "Anna")
                .assurance("software")
                .issue(new Issuer(NODE.keys(), NODE.chain().leaf()));
        Node node = new Node(keys, IdentityChain.of(List.of(byNode, NODE.chain().leaf())));
        assertThat(rejection(verifier.verify(TestLog.proof(node, NOW_MILLIS), NOW_MILLIS)))
                .isEqualTo(Reason.UNTRUSTED_OWNER);
    }

    @Test
    void certificateIssuedByAnAuthorityOfTheOwner_isTrusted() {
        KeyPair keys = TestPki.p256();
        X509Certificate between =
                new Certificate(keys, "CN=Workshop,O=Anna").authority().issue(OWNER);
        KeyPair nodeKeys = TestPki.p256();
        X509Certificate leaf =
                Certificate.ofNode(nodeKeys, "Anna").assurance("software").issue(new Issuer(keys, between));
        Node node = new Node(nodeKeys, IdentityChain.of(List.of(leaf, between)));
        assertThat(verifier.verify(TestLog.proof(node, NOW_MILLIS), NOW_MILLIS)).isInstanceOf(Verdict.Accepted.class);
        Node withoutIt = new Node(nodeKeys, IdentityChain.of(List.of(leaf)));
        assertThat(rejection(verifier.verify(TestLog.proof(withoutIt, NOW_MILLIS), NOW_MILLIS)))
                .isEqualTo(Reason.UNTRUSTED_OWNER);
    }

    @Test
    void nodeThatNamesAnotherOwnerThanItsIssuer_isUntrusted() {
        KeyPair keys = TestPki.p256();
        X509Certificate leaf =
                Certificate.ofNode(keys, "Bert").assurance("software").issue(OWNER);
        Node node = new Node(keys, IdentityChain.of(List.of(leaf)));
        assertThat(rejection(verifier.verify(TestLog.proof(node, NOW_MILLIS), NOW_MILLIS)))
                .isEqualTo(Reason.UNTRUSTED_OWNER);
    }

    @Test
    void ownerWithoutAName_isUntrusted() {
        KeyPair ownerKeys = TestPki.p256();
        X509Certificate nameless =
                new Certificate(ownerKeys, "CN=root").authority().issue(ownerKeys, "CN=root");
        Issuer owner = new Issuer(ownerKeys, nameless);
        Node node = TestPki.node(owner, Assurance.SOFTWARE);
        Verifier trusting = new Verifier(TestPki.trusting(owner));
        assertThat(rejection(trusting.verify(TestLog.proof(node, NOW_MILLIS), NOW_MILLIS)))
                .isEqualTo(Reason.UNTRUSTED_OWNER);
    }

    @Test
    void unknownCriticalExtension_isUntrusted() {
        KeyPair keys = TestPki.p256();
        X509Certificate leaf = Certificate.ofNode(keys, "Anna")
                .assurance("software")
                .extension("1.2.3.4", true, new byte[] {5, 0})
                .issue(OWNER);
        Node node = new Node(keys, IdentityChain.of(List.of(leaf)));
        assertThat(rejection(verifier.verify(TestLog.proof(node, NOW_MILLIS), NOW_MILLIS)))
                .isEqualTo(Reason.UNTRUSTED_OWNER);
    }

    @Test
    void statementOutsideTheCertificatesValidity_isExpired() {
        long before = TestPki.NOT_BEFORE.toEpochMilli() - 1;
        long after = TestPki.NOT_AFTER.toEpochMilli() + 1;
        assertThat(rejection(verifier.verify(TestLog.proof(NODE, before), NOW_MILLIS)))
                .isEqualTo(Reason.EXPIRED_CERTIFICATE);
        assertThat(rejection(verifier.verify(TestLog.proof(NODE, after), after)))
                .isEqualTo(Reason.EXPIRED_CERTIFICATE);
    }

    @Test
    void statementFromBeforeTheCertificateExpired_isAcceptedLater() {
        Instant later = TestPki.NOT_AFTER.plus(Duration.ofDays(400));
        assertThat(verifier.verify(PROOF, later.toEpochMilli())).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void ownersCertificateNotValidAtThatTime_isExpired() {
        KeyPair keys = TestPki.p256();
        X509Certificate shortLived = new Certificate(keys, "O=Anna")
                .authority()
                .valid(TestPki.NOT_BEFORE, Instant.ofEpochMilli(NOW_MILLIS).minusSeconds(10))
                .issue(keys, "O=Anna");
        Issuer owner = new Issuer(keys, shortLived);
        Node node = TestPki.node(owner, Assurance.SOFTWARE);
        Verifier trusting = new Verifier(TestPki.trusting(owner));
        assertThat(rejection(trusting.verify(TestLog.proof(node, NOW_MILLIS), NOW_MILLIS)))
                .isEqualTo(Reason.EXPIRED_CERTIFICATE);
    }

    @Test
    void certificatesThatAreNeverValidAtOnce_areExpired() {
        KeyPair keys = TestPki.p256();
        X509Certificate between = new Certificate(keys, "CN=Workshop,O=Anna")
                .authority()
                .valid(TestPki.NOT_BEFORE, TestPki.NOT_BEFORE.plusSeconds(60))
                .issue(OWNER);
        KeyPair nodeKeys = TestPki.p256();
        X509Certificate leaf = Certificate.ofNode(nodeKeys, "Anna")
                .assurance("software")
                .valid(TestPki.NOT_BEFORE.plusSeconds(120), TestPki.NOT_AFTER)
                .issue(new Issuer(keys, between));
        Node node = new Node(nodeKeys, IdentityChain.of(List.of(leaf, between)));
        assertThat(rejection(verifier.verify(TestLog.proof(node, NOW_MILLIS), NOW_MILLIS)))
                .isEqualTo(Reason.EXPIRED_CERTIFICATE);
    }

    @Test
    void chainOfAnotherNode_isANodeMismatch() {
        Node other = TestPki.node(OWNER, Assurance.SOFTWARE);
        Proof mixed = new Proof(PROOF.statement(), PROOF.receipt(), other.chain(), PROOF.inputs(), PROOF.outputs());
        assertThat(rejection(verifier.verify(mixed, NOW_MILLIS))).isEqualTo(Reason.NODE_MISMATCH);
    }

    @Test
    void statementOfAnotherNodeInTheLog_isANodeMismatch() {
        Node other = TestPki.node(OWNER, Assurance.SOFTWARE);
        assertThat(rejection(verifier.verify(proofWith(TestLog.statement(other), NODE), NOW_MILLIS)))
                .isEqualTo(Reason.NODE_MISMATCH);
    }

    @Test
    void statementThatClaimsMoreThanTheCertificate_isAnAssuranceMismatch() {
        Statement s = TestLog.statement(NODE);
        Statement boasting = new Statement(
                s.node(),
                Assurance.TPM2,
                s.model(),
                s.modelPackage(),
                s.input(),
                s.output(),
                s.engine(),
                s.device(),
                s.nonce(),
                s.requester(),
                s.timeMillis());
        assertThat(rejection(verifier.verify(proofWith(boasting, NODE), NOW_MILLIS)))
                .isEqualTo(Reason.ASSURANCE_MISMATCH);
    }

    @Test
    void keyLessProtectedThanThePolicyDemands_isTooLow() {
        TrustPolicy strict = TestPki.trusting(OWNER).withMinimalAssurance(Assurance.PKCS11);
        Verifier demanding = new Verifier(strict);
        assertThat(rejection(demanding.verify(PROOF, NOW_MILLIS))).isEqualTo(Reason.ASSURANCE_TOO_LOW);
        assertThat(demanding.checkChain(NODE.chain(), NOW_MILLIS))
                .isInstanceOfSatisfying(ChainVerdict.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.ASSURANCE_TOO_LOW));
        Node better = TestPki.node(OWNER, Assurance.TPM2);
        assertThat(demanding.verify(TestLog.proof(better, NOW_MILLIS), NOW_MILLIS))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void anotherInputOrOutput_isAMismatch() {
        Map<String, Tensor> other = Map.of("image", Tensor.ofFloats(List.of(1L), 1));
        Proof input = new Proof(PROOF.statement(), PROOF.receipt(), NODE.chain(), other, PROOF.outputs());
        Proof output = new Proof(PROOF.statement(), PROOF.receipt(), NODE.chain(), PROOF.inputs(), other);
        assertThat(rejection(verifier.verify(input, NOW_MILLIS))).isEqualTo(Reason.INPUT_MISMATCH);
        assertThat(rejection(verifier.verify(output, NOW_MILLIS))).isEqualTo(Reason.OUTPUT_MISMATCH);
    }

    @Test
    void statementOlderThanThePolicyAllows_isTooOld() {
        Verifier impatient = new Verifier(TestPki.trusting(OWNER).withMaximalAge(Duration.ofHours(1)));
        long hourMillis = Duration.ofHours(1).toMillis();
        assertThat(impatient.verify(PROOF, NOW_MILLIS + hourMillis)).isInstanceOf(Verdict.Accepted.class);
        assertThat(rejection(impatient.verify(PROOF, NOW_MILLIS + hourMillis + 1)))
                .isEqualTo(Reason.TOO_OLD);
    }

    @Test
    void statementFurtherAheadThanClocksMayDiffer_isFromTheFuture() {
        long skewMillis = Verifier.CLOCK_SKEW_MAX.toMillis();
        // The head is 40 ms younger than the statement.
        assertThat(verifier.verify(PROOF, NOW_MILLIS - skewMillis + 40)).isInstanceOf(Verdict.Accepted.class);
        assertThat(rejection(verifier.verify(PROOF, NOW_MILLIS - skewMillis + 39)))
                .isEqualTo(Reason.FROM_THE_FUTURE);
    }

    @Test
    void statementYoungerThanTheLogThatHoldsIt_isFromTheFuture() {
        Bytes statement = TestLog.statement(NODE).encode();
        Receipt receipt = new TestLog(NODE, 2).append(statement, NOW_MILLIS - Verifier.CLOCK_SKEW_MAX.toMillis() - 1);
        Proof proof = new Proof(statement, receipt.encode(), NODE.chain(), Map.of(), Map.of());
        assertThat(rejection(verifier.verify(proof, NOW_MILLIS))).isEqualTo(Reason.FROM_THE_FUTURE);
    }

    @Test
    void modelThatThePolicyDoesNotList_isUnknown() {
        Digest listed = TestLog.statement(NODE).modelPackage();
        Verifier listing = new Verifier(TestPki.trusting(OWNER).withModels(Set.of(listed)));
        Verifier other = new Verifier(TestPki.trusting(OWNER).withModels(Set.of(Digest.sha256(Bytes.EMPTY))));
        assertThat(listing.verify(PROOF, NOW_MILLIS)).isInstanceOf(Verdict.Accepted.class);
        assertThat(rejection(other.verify(PROOF, NOW_MILLIS))).isEqualTo(Reason.UNKNOWN_MODEL);
    }

    @Test
    void bytesThatAreNoStatement_areMalformed() {
        Proof proof = new Proof(Bytes.utf8("no"), PROOF.receipt(), NODE.chain(), Map.of(), Map.of());
        assertThat(rejection(verifier.verify(proof, NOW_MILLIS))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void chainCheckedAlone_tellsNodeOwnerAndValidity() {
        assertThat(verifier.checkChain(NODE.chain(), NOW_MILLIS))
                .isEqualTo(new ChainVerdict.Trusted(
                        NODE.id(),
                        "Anna",
                        Assurance.SOFTWARE,
                        TestPki.NOT_BEFORE.toEpochMilli(),
                        TestPki.NOT_AFTER.toEpochMilli()));
        assertThat(verifier.checkChain(NODE.chain(), TestPki.NOT_AFTER.toEpochMilli() + 1))
                .isInstanceOf(ChainVerdict.Refused.class);
    }

    @Test
    void policyWithANodesCertificateAsOwner_isRefused() {
        List<X509Certificate> owners = List.of(NODE.chain().leaf());
        assertThatThrownBy(() -> TrustPolicy.of(owners))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no authority's");
    }

    @Test
    void policyWithoutOwnersOrWithASenselessAge_isRefused() {
        assertThatThrownBy(() -> TrustPolicy.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        List<X509Certificate> owners = List.of(OWNER.certificate());
        for (Duration age : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> TrustPolicy.of(owners).withMaximalAge(age))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
