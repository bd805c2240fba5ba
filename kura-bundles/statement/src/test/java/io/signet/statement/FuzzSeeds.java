package io.signet.statement;

import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.OkpKeys;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.evidence.SignedAttest;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.tpm.Pcr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Well-formed examples of every format, from which the fuzzers start and which the properties change. */
final class FuzzSeeds {
    static final TestPki.Issuer OWNER = TestPki.owner("Anna");
    static final TestPki.Node NODE = TestPki.node(OWNER, Assurance.SOFTWARE);
    static final TestPki.Node ED25519_NODE = TestPki.node(OWNER, Assurance.TPM2, TestPki.ed25519());
    static final Proof PROOF = TestLog.proof(NODE, TestPki.NOW_MILLIS);

    private FuzzSeeds() {}

    static Bytes treeHead() {
        return receipt().head().encode();
    }

    static Receipt receipt() {
        try {
            return Receipt.decode(PROOF.receipt(), PROOF.statement());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    static Bytes evidence() {
        FirmwareItem item = new FirmwareItem("io.signet.node", "0.1.0", Digest.sha256(Bytes.EMPTY));
        FirmwareRun run = new FirmwareRun(List.of(item));
        Bytes some = Bytes.utf8("some");
        SignedAttest attest = new SignedAttest(some, some);
        TreeMap<Integer, Digest> pcrs = new TreeMap<>(Map.of(0, Pcr.ZERO, 14, Pcr.ZERO));
        TpmEvidence tpm = new TpmEvidence(List.of(some), some, some, some, attest, attest, pcrs, 14, some);
        EvidenceClaims claims = new EvidenceClaims(
                NODE.id(),
                Bytes.utf8("a nonce of evidence"),
                TestPki.NOW_MILLIS / 1000,
                Assurance.TPM2,
                new FirmwareLog(List.of(run, run)),
                Optional.of(tpm));
        try {
            return Evidence.sign(NODE.signer(), claims).encode();
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    static Bytes sessionCertificate() {
        try {
            return SessionCertificate.issue(
                            SoftwareSigner.ofP256(NODE.keys()),
                            NODE.id(),
                            OkpKeys.ed25519(TestPki.ed25519().getPublic()),
                            OkpKeys.x25519(TestPki.keys("X25519", "").getPublic()),
                            TestPki.NOW_MILLIS,
                            TestPki.NOW_MILLIS + 3_600_000)
                    .encoded();
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    static Bytes cosignature() {
        return TestWitness.of(NODE).sign(receipt().head(), TestPki.NOW_MILLIS).encode();
    }

    static Bytes cosignedHead() {
        TreeHead head = receipt().head();
        return new CosignedHead(head, List.of(TestWitness.of(NODE).sign(head, TestPki.NOW_MILLIS))).encode();
    }

    static Bytes equivocation() {
        TestLog log = new TestLog(NODE, 9);
        TreeHead other = new TestLog(NODE, 0).head(TestPki.NOW_MILLIS);
        TreeHead earlier =
                new TreeHead(other.node(), other.algorithm(), 3, other.root(), other.timeMillis(), other.signature());
        return new Equivocation(NODE.chain(), earlier, log.head(TestPki.NOW_MILLIS), Optional.of(log.prefix(3, 9)))
                .encode();
    }

    static Bytes tensors(Map<String, Tensor> named) {
        CborWriter writer = new CborWriter();
        Tensors.write(writer, named);
        return writer.toBytes();
    }
}
