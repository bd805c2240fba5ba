package io.signet.mesh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.GatewayAddress;
import io.signet.mesh.LogAddress;
import io.signet.mesh.MeshIdentity;
import io.signet.mesh.Refusal;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.mesh.spi.Sealing;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.Topics;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.Digest;
import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Receipt;
import io.signet.statement.RevocationList;
import io.signet.statement.SessionCertificate;
import io.signet.statement.Tensor;
import io.signet.statement.TreeHead;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cose.OkpKeys;
import io.signet.statement.cose.SoftwareSigner;
import io.signet.statement.merkle.PrefixProof;
import io.signet.statement.tpm.CredentialChallenge;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mesh's messages are, byte for byte, those of docs/protocol.md. */
final class MeshVectorsTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "protocol.md");
    private static final long TIME = 1_790_000_000_000L;
    private static final Envelope ENVELOPE = new Envelope("signet/1/demo");
    private static final CapacityReport REPORT = new CapacityReport(
            1_789_999_990_000L,
            7,
            true,
            List.of(ServedModel.of("meter-digits", Digest.sha256(Bytes.utf8("package")), 1917.25)),
            12,
            1,
            32,
            310,
            Strain.NONE,
            Optional.empty(),
            Optional.empty());
    private static final TaskRequest REQUEST = new TaskRequest(
            "meter-digits", Optional.empty(), 60_000, Map.of("x", Tensor.ofFloats(List.of(1L, 2L), 1f, 2f)));

    private static final Nonce NONCE = new Nonce(Bytes.fromHex("000102030405060708090a0b0c0d0e0f"));

    private MeshIdentity identity;

    @Test
    void revocationList_isOfItsOwnerAndNamesTheNode() throws Exception {
        Bytes certificate = vector("owner-certificate");
        X509Certificate owner = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.toArray()));
        RevocationList list = new RevocationList(vector("mesh-revocation-list"));
        assertThat(list.isSignedBy(owner)).isTrue();
        assertThat(list.number()).contains(BigInteger.valueOf(0x01a0c4db2c00L));
        assertThat(list.size()).isEqualTo(1);
        assertThat(Instant.ofEpochMilli(list.madeMillis())).isEqualTo("2026-08-16T00:00:00Z");
        assertThat(list.names(IdentityChain.decode(vector("identity-chain")))).isTrue();
        String topic = new Topics("demo").revocations(Digest.sha256(certificate));
        assertThat(Files.readString(PAGE)).contains("`" + topic + "`");
    }

    @BeforeEach
    void readIdentity() throws Exception {
        KeyFactory keys = KeyFactory.getInstance("Ed25519");
        PrivateKey signing = keys.generatePrivate(new EdECPrivateKeySpec(
                NamedParameterSpec.ED25519, vector("key-session-private").toArray()));
        KeyPair pair = new KeyPair(OkpKeys.ed25519(vector("key-session-public")), signing);
        PrivateKey sealing = KeyFactory.getInstance("X25519")
                .generatePrivate(new XECPrivateKeySpec(
                        NamedParameterSpec.X25519, vector("key-sealing-private").toArray()));
        identity = new MeshIdentity(
                IdentityChain.decode(vector("identity-chain")),
                SessionCertificate.decode(vector("session-certificate")),
                SoftwareSigner.ofEd25519(pair),
                sealing);
    }

    private static Bytes vector(String name) throws Exception {
        Matcher block = Pattern.compile("```vector " + name + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertThat(block.find()).as("%s has the vector %s", PAGE, name).isTrue();
        return Bytes.fromHex(block.group(1).replaceAll(";[^\\n]*", "").replaceAll("\\s", ""));
    }

    @Test
    void capacityReport_isWrittenAndReadAsInTheVector() throws Exception {
        assertReport(REPORT, vector("mesh-capacity"));
    }

    @Test
    void capacityReportOfANodeThatShowsItsLog_isWrittenAndReadAsInTheVector() throws Exception {
        assertReport(
                report(Strain.NONE, Optional.of(new LogAddress("http://node-1.example:8640/")), Optional.empty()),
                vector("mesh-capacity-log"));
    }

    @Test
    void capacityReportOfANodeThatIsHot_isWrittenAndReadAsInTheVector() throws Exception {
        assertReport(report(Strain.HOT, Optional.empty(), Optional.empty()), vector("mesh-capacity-hot"));
    }

    @Test
    void capacityReportOfANodeWithAGateway_isWrittenAndReadAsInTheVector() throws Exception {
        assertReport(
                report(Strain.NONE, Optional.empty(), Optional.of(new GatewayAddress("node-1.example:8643"))),
                vector("mesh-capacity-gateway"));
    }

    private static CapacityReport report(Strain strain, Optional<LogAddress> log, Optional<GatewayAddress> gateway) {
        return new CapacityReport(
                REPORT.epoch(),
                REPORT.sequence(),
                REPORT.accepting(),
                REPORT.models(),
                REPORT.queuedRows(),
                REPORT.runningTasks(),
                REPORT.tasksMax(),
                REPORT.freeMemoryMib(),
                strain,
                log,
                gateway);
    }

    private void assertReport(CapacityReport report, Bytes vector) throws Exception {
        Bytes message = ENVELOPE.seal(identity, MessageType.CAPACITY, TIME, report.keys(), report::writeTo);
        assertThat(message).isEqualTo(vector);
        Envelope.Unchecked opened = ENVELOPE.open(message, MessageType.CAPACITY, 1024);
        ENVELOPE.check(opened, OkpKeys.ed25519(vector("key-session-public")));
        assertThat(CapacityReport.readFrom(opened.body(), opened.keysLeft())).isEqualTo(report);
    }

    @Test
    void offlineMessage_isWrittenAsInTheVector() throws Exception {
        Bytes message = ENVELOPE.seal(identity, MessageType.OFFLINE, TIME, 1, out -> out.writeInt(CapacityReport.EPOCH)
                .writeInt(REPORT.epoch()));
        assertThat(message).isEqualTo(vector("mesh-offline"));
    }

    @Test
    void taskRequest_isWrittenAndReadAsInTheVector() throws Exception {
        assertThat(REQUEST.encode()).isEqualTo(vector("mesh-request-contents"));
        assertThat(TaskRequest.decode(vector("mesh-request-contents"))).isEqualTo(REQUEST);
    }

    @Test
    void refusal_isWrittenAsInTheVector() throws Exception {
        assertThat(TaskResponse.encode(new TaskOutcome.Refused(Refusal.BUSY, "all 32 places are taken"), List.of()))
                .isEqualTo(vector("mesh-response-refused"));
    }

    @Test
    void answer_isWrittenAndReadAsInTheVector() throws Exception {
        Receipt receipt = Receipt.decode(vector("receipt"), vector("statement"));
        Map<String, Tensor> outputs = Map.of("y", Tensor.ofFloats(List.of(1L, 1L), 0.5f));
        assertThat(TaskResponse.encode(new TaskOutcome.Answered(vector("statement"), receipt, outputs), List.of()))
                .isEqualTo(vector("mesh-response-answered"));
        assertThat(TaskResponse.decode(vector("mesh-response-answered")))
                .isEqualTo(new TaskResponse.Answered(vector("statement"), vector("receipt"), outputs, List.of()));
    }

    @Test
    void witnessRequest_isWrittenAndReadAsInTheVector() throws Exception {
        CborReader in = new CborReader(vector("mesh-witness-request-path"));
        WitnessRequest request = new WitnessRequest(
                new NodeId(vector("key-ed25519-identity-node-id")),
                NONCE,
                TreeHead.decode(vector("tree-head")),
                Optional.of(PrefixProof.read(in)),
                IdentityNotice.of(identity).encode());
        Bytes message =
                ENVELOPE.seal(identity, MessageType.WITNESS_REQUEST, TIME, WitnessRequest.KEYS, request::writeTo);
        assertThat(message).isEqualTo(vector("mesh-witness-request"));
        Envelope.Unchecked opened = ENVELOPE.open(message, EnumSet.of(MessageType.WITNESS_REQUEST));
        assertThat(WitnessRequest.readFrom(opened.body())).isEqualTo(request);
    }

    @Test
    void witnessReply_isWrittenAndReadAsInTheVector() throws Exception {
        WitnessReply reply = new WitnessReply(
                new NodeId(vector("key-ed25519-identity-node-id")),
                NONCE,
                new WitnessReply.Cosigned(
                        Cosignature.decode(vector("cosignature")).message()),
                IdentityNotice.of(identity).encode());
        Bytes message = ENVELOPE.seal(identity, MessageType.WITNESS_REPLY, TIME, WitnessReply.KEYS, reply::writeTo);
        assertThat(message).isEqualTo(vector("mesh-witness-reply"));
        Envelope.Unchecked opened = ENVELOPE.open(message, EnumSet.allOf(MessageType.class));
        assertThat(WitnessReply.readFrom(opened.body())).isEqualTo(reply);
    }

    @Test
    void otherRepliesOfAWitness_areWrittenAndReadAgain() throws Exception {
        NodeId recipient = new NodeId(vector("key-ed25519-identity-node-id"));
        for (WitnessReply.Answer answer : List.of(
                new WitnessReply.Behind(TreeHead.decode(vector("tree-head"))),
                new WitnessReply.Forked(Equivocation.decode(vector("equivocation-prefix"))),
                new WitnessReply.Refused("no room"))) {
            WitnessReply reply = new WitnessReply(
                    recipient, NONCE, answer, IdentityNotice.of(identity).encode());
            Bytes message = ENVELOPE.seal(identity, MessageType.WITNESS_REPLY, TIME, WitnessReply.KEYS, reply::writeTo);
            Envelope.Unchecked opened = ENVELOPE.open(message, EnumSet.of(MessageType.WITNESS_REPLY));
            assertThat(WitnessReply.readFrom(opened.body())).isEqualTo(reply);
        }
    }

    @Test
    void questionsForEvidence_areWrittenAndReadAsInTheVectors() throws Exception {
        byte[] nonce = new byte[EvidenceQuestion.NONCE_SIZE_BYTES];
        for (int i = 0; i < nonce.length; i++) {
            nonce[i] = (byte) i;
        }
        CredentialChallenge challenge = CredentialChallenge.decode(vector("credential-challenge"));
        Map<String, EvidenceQuestion> questions = Map.of(
                "mesh-evidence-kept", new EvidenceQuestion.Kept(),
                "mesh-evidence-fresh", new EvidenceQuestion.Fresh(Bytes.copyOf(nonce)),
                "mesh-evidence-activate", new EvidenceQuestion.Activate(challenge));
        for (Map.Entry<String, EvidenceQuestion> question : questions.entrySet()) {
            assertThat(question.getValue().encode()).isEqualTo(vector(question.getKey()));
            assertThat(EvidenceQuestion.decode(vector(question.getKey()))).isEqualTo(question.getValue());
        }
    }

    @Test
    void repliesAboutEvidence_areWrittenAndReadAsInTheVectors() throws Exception {
        Map<String, EvidenceAnswer> answers = Map.of(
                "mesh-evidence-shown", new EvidenceAnswer.Shown(vector("evidence-software")),
                "mesh-evidence-secret", new EvidenceAnswer.Secret(vector("credential-secret")),
                "mesh-evidence-busy", new EvidenceAnswer.Busy(10_000),
                "mesh-evidence-unable", new EvidenceAnswer.Unable("the TPM is lost"));
        for (Map.Entry<String, EvidenceAnswer> answer : answers.entrySet()) {
            assertThat(answer.getValue().encode()).isEqualTo(vector(answer.getKey()));
            assertThat(EvidenceAnswer.decode(vector(answer.getKey()))).isEqualTo(answer.getValue());
        }
    }

    @Test
    void largestMessagesAboutEvidence_areAsThePageSays() throws Exception {
        assertThat(Files.readString(PAGE))
                .contains(String.format(
                        Locale.ROOT,
                        "**Evidence request** (type 7, at most %,d bytes) and **evidence reply** (type 8, at most %,d bytes)",
                        MessageType.EVIDENCE_REQUEST.sizeBytesMax(),
                        MessageType.EVIDENCE_REPLY.sizeBytesMax()));
    }

    @Test
    void sealedContents_openToTheRequestOfTheVector() throws Exception {
        Bytes associated = TaskRequest.associated(identity.node().value(), NONCE);
        Sealing.Sealed sealed =
                new Sealing.Sealed(vector("mesh-sealed-encapsulated"), vector("mesh-sealed-ciphertext"));
        assertThat(new HpkeSealing().open(identity.sealingKey(), sealed, associated))
                .isEqualTo(vector("mesh-request-contents"));
    }
}
