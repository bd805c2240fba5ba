package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.cli.TestCertificate.Issuer;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Proof;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.SignedAttest;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.tpm.Pcr;
import io.signet.statement.tpm.TpmPublic;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a lying node or TPM could sign is refused in the browser as it is in Java: all that is changed here is signed again. */
class BrowserEvidenceInterop extends BrowserVerifierFixture {
    private static final long NOW = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();
    private static final X500Name CHIP = new X500Name("CN=TPM");
    private static final int STRIDE = 5;

    private static EvidenceSamples evidence;
    private static Proof proof;
    private static TrustPolicy policy;

    @BeforeAll
    static void readVectors() throws Exception {
        Map<String, Bytes> vectors = vectors();
        evidence = new EvidenceSamples(vectors);
        proof = Proof.decode(vectors.get("proof"));
        X509Certificate owner = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        vectors.get("owner-certificate").toArray()));
        policy = TrustPolicy.of(List.of(owner));
    }

    private static String both(Bytes encoded) throws Exception {
        return both(proof.withEvidence(encoded).encode(), policy, NOW);
    }

    @Test
    void anyByteOfAKeyOrSignature_thatANodeMaySignFor() throws Exception {
        TpmEvidence said = evidence.tpm();
        assertThat(both(evidence.signed(said))).isEqualTo("good");
        SplittableRandom random = new SplittableRandom(SEED);
        int bad = 0;
        for (Bytes part : List.of(
                said.endorsementKey(),
                said.attestationKey(),
                said.resultKey(),
                said.certified().signature(),
                said.quoted().signature())) {
            for (int place = random.nextInt(STRIDE); place < part.size(); place += STRIDE) {
                Edit edit = new Edit(Edit.Kind.XOR, place, 1 << random.nextInt(8));
                TpmEvidence changed = evidence.changed(bytes -> bytes.equals(part) ? edit.apply(bytes) : bytes);
                bad += both(evidence.signed(changed)).equals("good") ? 0 : 1;
            }
        }
        assertThat(bad).isPositive();
    }

    @Test
    void anyBitOfAKeysAttributes_thatANodeMaySignFor() throws Exception {
        TpmEvidence said = evidence.tpm();
        for (Bytes part : List.of(said.attestationKey(), said.resultKey())) {
            for (int bit = 0; bit < 32; bit++) {
                Edit edit = new Edit(Edit.Kind.XOR, 4 + bit / 8, 1 << bit % 8);
                both(evidence.signed(evidence.changed(bytes -> bytes.equals(part) ? edit.apply(bytes) : bytes)));
            }
        }
    }

    @Test
    void anyByteOfAnAttestation_thatATpmMaySign() throws Exception {
        TpmEvidence said = evidence.tpm();
        SplittableRandom random = new SplittableRandom(SEED);
        for (boolean certified : new boolean[] {true, false}) {
            SignedAttest original = certified ? said.certified() : said.quoted();
            List<Edit> edits = Edit.of(original.attest(), 4, 4, random);
            for (Edit edit : edits) {
                Bytes changed = edit.apply(original.attest());
                if (changed.size() == 0) {
                    continue;
                }
                SignedAttest signed = evidence.attested(changed);
                both(evidence.signed(
                        certified ? evidence.with(signed, said.quoted()) : evidence.with(said.certified(), signed)));
            }
        }
        assertThat(both(evidence.signed(evidence.with(said.quoted(), said.certified()))))
                .isEqualTo("bad-evidence");
    }

    @Test
    void registersAndLogs_haveToFit() throws Exception {
        List<Integer> booted = List.of(0, 0, 2, 7, 14);
        Bytes log = EvidenceSamples.bootLog(3, booted);
        SortedMap<Integer, Digest> registers = EvidenceSamples.booted(3, booted);
        registers.put(14, evidence.firmware().extend(registers.get(14)));
        registers.put(4, Pcr.ZERO);
        assertThat(both(evidence.signed(evidence.quoting(registers, 14, log)))).isEqualTo("good");
        for (int locality : new int[] {0, 4}) {
            assertThat(both(evidence.signed(
                            evidence.quoting(registers, 14, EvidenceSamples.bootLog(locality, booted)))))
                    .isEqualTo("bad-evidence");
        }
        assertThat(both(evidence.signed(evidence.quoting(registers, 14, Bytes.EMPTY))))
                .isEqualTo("bad-evidence");
        for (Edit edit : Edit.of(log, 8, 4, new SplittableRandom(SEED))) {
            both(evidence.signed(evidence.quoting(registers, 14, edit.apply(log))));
        }
        SortedMap<Integer, Digest> without = new TreeMap<>(registers);
        without.remove(7);
        assertThat(both(evidence.signed(evidence.quoting(without, 14, log)))).isEqualTo("bad-evidence");
        assertThat(both(evidence.signed(evidence.quoting(registers, 14, log), FirmwareLog.EMPTY)))
                .isEqualTo("bad-evidence");
        for (int pcr : Set.of(7, 8, 16, 23)) {
            SortedMap<Integer, Digest> elsewhere = new TreeMap<>(Map.of(0, Pcr.ZERO));
            elsewhere.put(pcr, evidence.firmware().extend(Pcr.ZERO));
            assertThat(both(evidence.signed(evidence.quoting(elsewhere, pcr, Bytes.EMPTY))))
                    .as("PCR %d", pcr)
                    .isEqualTo(pcr == 8 ? "good" : "bad-evidence");
        }
    }

    @Test
    void endorsementCertificate_hasToBeThatOfTheKey() throws Exception {
        X500Name makersName = new X500Name("O=Chips");
        Issuer maker = new Issuer(makersName, TestCertificate.keys("secp384r1"), "SHA384withECDSA");
        X509Certificate root = TestCertificate.ofAuthority(
                        makersName, maker.keys().getPublic())
                .issuedBy(maker);
        PublicKey key = TpmPublic.decode(evidence.tpm().endorsementKey()).key();
        var endorsement = new ExtendedKeyUsage(KeyPurposeId.getInstance(new ASN1ObjectIdentifier("2.23.133.8.1")));
        String usage = Extension.extendedKeyUsage.getId();
        X509Certificate right = chip(key).with(usage, false, endorsement).issuedBy(maker);
        assertThat(endorsed(root, right)).isEqualTo("good");
        assertThat(endorsed(root, chip(key).issuedBy(maker))).isEqualTo("bad-evidence");
        assertThat(endorsed(
                        root,
                        chip(key)
                                .with(usage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                                .issuedBy(maker)))
                .isEqualTo("bad-evidence");
        assertThat(endorsed(
                        root,
                        TestCertificate.ofAuthority(CHIP, key)
                                .with(usage, false, endorsement)
                                .issuedBy(maker)))
                .isEqualTo("bad-evidence");
        for (String other : List.of("secp256r1", "secp384r1", "RSA-2048", "Ed25519")) {
            PublicKey another = TestCertificate.keys(other).getPublic();
            X509Certificate wrong =
                    chip(another).with(usage, false, endorsement).issuedBy(maker);
            assertThat(endorsed(root, wrong)).as(other).isEqualTo("bad-evidence");
        }
    }

    /** A chip's certificate, valid when the evidence of the vector was made. */
    private static TestCertificate chip(PublicKey key) {
        Instant made = Instant.parse("2026-01-02T00:00:00Z");
        return new TestCertificate(CHIP, key).valid(made.minusSeconds(86_400), made.plusSeconds(864_000));
    }

    /** What both say of evidence with these certificates if that maker is trusted; and that the browser sees whether he is. */
    private static String endorsed(X509Certificate maker, X509Certificate... certificates) throws Exception {
        Bytes file = proof.withEvidence(evidence.signed(evidence.endorsed(certificates)))
                .encode();
        TrustPolicy trusting = policy.withChipMakers(List.of(maker));
        TrustPolicy ofNobody = policy.withChipMakers(policy.owners());
        String word = both(file, trusting, NOW);
        assertThat(both(file, ofNobody, NOW)).isEqualTo(word);
        assertThat(hasChip(file, trusting)).isEqualTo(word.equals("good"));
        assertThat(hasChip(file, ofNobody)).isFalse();
        return word;
    }

    private static boolean hasChip(Bytes file, TrustPolicy trusting) throws Exception {
        List<?> findings = (List<?>) browser.explain(file, trusting, NOW).get("findings");
        return findings.stream().anyMatch(finding -> "chip".equals(((Map<?, ?>) finding).get("code")));
    }
}
