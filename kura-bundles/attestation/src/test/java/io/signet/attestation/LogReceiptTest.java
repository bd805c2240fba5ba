package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Finding;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Proof;
import io.signet.statement.Receipt;
import io.signet.statement.Statement;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log gives out is what the verifier accepts, after a crash, too. */
class LogReceiptTest {
    private final FaultyStorage storage = new FaultyStorage();
    private final TestKey key = new TestKey();
    private final TestKey owner = new TestKey();
    private final TestClock clock = new TestClock();
    private IdentityChain chain;
    private Verifier verifier;

    @BeforeEach
    void certify() throws Exception {
        X509Certificate ownerCertificate =
                certificate(owner.keys(), "O=Anna", owner.publicKey(), "O=Anna", Optional.empty());
        X509Certificate leaf = certificate(
                owner.keys(), "O=Anna", key.publicKey(), "CN=" + key.node() + ",O=Anna", Optional.of(key.assurance()));
        chain = IdentityChain.of(List.of(leaf));
        verifier = new Verifier(TrustPolicy.of(List.of(ownerCertificate)));
    }

    @Test
    void receipts_areAcceptedByTheVerifier() throws Exception {
        LogAgent log = LogFixture.open(storage, key, clock);
        LogFixture.append(log, 0, 37);
        for (int batch : new int[] {1, 5, 64}) {
            Map<Statement, CompletionStage<Receipt>> stages = new LinkedHashMap<>();
            for (int i = 0; i < batch; i++) {
                Statement statement = statement(i);
                stages.put(statement, log.append(statement.encode()));
            }
            log.doWork();
            stages.forEach((statement, stage) -> assertAccepted(statement, LogFixture.receipt(stage)));
        }
        log.close();

        LogAgent reopened = LogFixture.open(storage, key, clock);
        CompletionStage<Receipt> stage = reopened.append(statement(100).encode());
        reopened.doWork();
        assertAccepted(statement(100), LogFixture.receipt(stage));
    }

    @Test
    void receiptOfAnOldEntryUnderTheNewestHead_isAccepted() throws Exception {
        LogAgent log = LogFixture.open(storage, key, clock);
        log.append(statement(0).encode());
        log.doWork();
        LogFixture.append(log, 0, 300);
        assertAccepted(statement(0), new Receipt(log.head(), log.prove(0, log.size())));
    }

    @Test
    void receiptOfAnotherStatement_isRejected() throws Exception {
        LogAgent log = LogFixture.open(storage, key, clock);
        CompletionStage<Receipt> stage = log.append(statement(0).encode());
        log.doWork();
        assertThat(verify(statement(1), LogFixture.receipt(stage)))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Verdict.Reason.BAD_HEAD_SIGNATURE));
    }

    private void assertAccepted(Statement statement, Receipt receipt) {
        assertThat(verify(statement, receipt)).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.statement()).isEqualTo(statement);
            assertThat(accepted.findings())
                    .as("a software key proves no hardware")
                    .anyMatch(Finding.NotProved.class::isInstance);
        });
    }

    private Verdict verify(Statement statement, Receipt receipt) {
        Proof proof = new Proof(statement.encode(), receipt.encode(), chain, Map.of(), Map.of());
        return verifier.verify(proof, clock.wallMillis());
    }

    private Statement statement(int number) {
        Digest digest = Digest.sha256(Bytes.utf8("digest " + number));
        return new Statement(
                key.node(),
                key.assurance(),
                "meter-digits",
                digest,
                digest,
                digest,
                "tensorflow/2.18.0",
                "cpu/x86_64",
                new Nonce(Bytes.copyOfRange(digest.value().toArray(), 0, Nonce.SIZE_BYTES)),
                new NodeId(Bytes.copyOfRange(digest.value().toArray(), 0, NodeId.SIZE_BYTES)),
                clock.wallMillis());
    }

    /** Of an authority, or of a node if {@code assurance} is given. */
    @SuppressWarnings("JavaUtilDate") // Bouncy Castle's builder takes nothing else
    private X509Certificate certificate(
            KeyPair issuer, String issuerName, PublicKey subject, String subjectName, Optional<Assurance> assurance)
            throws Exception {
        Instant now = Instant.ofEpochMilli(clock.wallMillis());
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuerName),
                BigInteger.ONE,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(86_400)),
                new X500Name(subjectName),
                subject);
        if (assurance.isPresent()) {
            builder.addExtension(
                    new ASN1ObjectIdentifier(IdentityChain.ASSURANCE_OID),
                    false,
                    new DERUTF8String(assurance.get().label()));
        } else {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        }
        byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }
}
