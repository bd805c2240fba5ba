package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.attestation.tpm.TestChipMaker;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.openinference.AnswerReceipt;
import io.signet.provisioning.owner.Revocation;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.Proof;
import io.signet.statement.RevocationList;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareRun;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The verifier that runs in a browser says of everything what {@code signet verify} says, and for the same reason: of all vectors of
 * docs/protocol.md, of answers of every form, of evidence of an emulated TPM, and of thousands of damaged ones.
 */
class BrowserVerifierInterop extends BrowserVerifierFixture {
    private static final Instant VECTORS_TIME = Instant.parse("2026-06-01T00:00:00Z");
    /** So many bytes are passed over for each that is changed; the heavy test changes all. */
    private static final int STRIDE = 11;

    private static final int OTHERS = 8;
    private static final FirmwareRun RUN = new FirmwareRun(List.of(
            new FirmwareItem("io.signet.node", "0.1.0", Digest.sha256(Bytes.utf8("a bundle"))),
            new FirmwareItem("io.signet.mesh", "0.1.0", Digest.sha256(Bytes.utf8("another")))));

    private static HardwareKey key;
    private static IdentityChain identity;
    private static TrustPolicy policy;

    @BeforeAll
    static void makeNode() throws Exception {
        key = samples.softwareKey("node");
        identity = samples.identity(key, Assurance.SOFTWARE);
        policy = TrustPolicy.of(List.of(samples.owner().certificate()));
    }

    @Test
    void vectors_haveTheSameVerdicts() throws Exception {
        Map<String, Bytes> vectors = vectors();
        X509Certificate owner = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        vectors.get("owner-certificate").toArray()));
        TrustPolicy trusting = TrustPolicy.of(List.of(owner));
        long time = VECTORS_TIME.toEpochMilli();
        for (Map.Entry<String, Bytes> vector : vectors.entrySet()) {
            String word = both(vector.getValue(), trusting, time);
            String expected = vector.getKey().equals("proof")
                    ? "good"
                    : vector.getKey().startsWith("equivocation-") ? "forked" : "malformed";
            assertThat(word).as(vector.getKey()).isEqualTo(expected);
        }
        Proof proof = Proof.decode(vectors.get("proof"));
        Bytes software = proof.withEvidence(vectors.get("evidence-software")).encode();
        assertThat(both(software, trusting, time)).isEqualTo("good");
        assertThat(both(software, trusting.withFirmware(Set.of(Digest.sha256(Bytes.EMPTY))), time))
                .isEqualTo("bad-evidence");
        Set<Digest> firmware = Set.of(new Digest(vectors.get("evidence-firmware-run-digest")));
        assertThat(both(software, trusting.withFirmware(firmware), time)).isEqualTo("good");
        Bytes tpm = proof.withEvidence(vectors.get("evidence-tpm")).encode();
        assertThat(both(tpm, trusting.withFirmware(firmware), time)).isEqualTo("good");
        both(tpm, Edit.of(tpm, STRIDE, OTHERS, new SplittableRandom(SEED)), trusting.withFirmware(firmware), time);
        Bytes fork = vectors.get("equivocation-prefix");
        both(fork, Edit.of(fork, STRIDE, OTHERS, new SplittableRandom(SEED)), trusting, time);
    }

    @Test
    void whatAPolicyDemands_isDemandedByBoth() throws Exception {
        Proof proof = ProofSamples.proof(key, identity, ProofSamples.outputs(2, 1));
        Bytes file = proof.encode();
        HardwareKey witnessKey = samples.softwareKey("witness");
        IdentityChain witness = samples.identity(witnessKey, Assurance.SOFTWARE);
        Proof witnessed = ProofSamples.witnessed(proof, witnessKey, witness);
        OwnerOfOthers others = OwnerOfOthers.create(directory.resolve("others"));
        Proof twice = ProofSamples.witnessed(witnessed, others.key(), others.identity());
        TrustPolicy both = TrustPolicy.of(
                List.of(others.owner().certificate(), samples.owner().certificate()));
        Digest modelPackage = Digest.sha256(Bytes.utf8("package"));
        long now = now();
        assertThat(both(file, policy, now)).isEqualTo("good");
        assertThat(both(file, TrustPolicy.of(List.of(others.owner().certificate())), now))
                .isEqualTo("untrusted-owner");
        assertThat(both(file, policy.withMinimalAssurance(Assurance.TPM2_INTERFACE), now))
                .isEqualTo("assurance-too-low");
        assertThat(both(file, policy.withMaximalAge(Duration.ofSeconds(30)), now))
                .isEqualTo("too-old");
        assertThat(both(file, policy.withMaximalAge(Duration.ofDays(30)), now)).isEqualTo("good");
        assertThat(both(file, policy, now - Duration.ofHours(1).toMillis())).isEqualTo("from-the-future");
        assertThat(both(file, policy.withModels(Set.of(modelPackage)), now)).isEqualTo("good");
        assertThat(both(file, policy.withModels(Set.of(Digest.sha256(Bytes.EMPTY))), now))
                .isEqualTo("unknown-model");
        assertThat(both(file, policy.withFirmware(Set.of(modelPackage)), now)).isEqualTo("evidence-missing");
        assertThat(both(file, policy.withWitnesses(1), now)).isEqualTo("too-few-witnesses");
        assertThat(both(witnessed.encode(), policy.withWitnesses(1), now)).isEqualTo("good");
        assertThat(both(twice.encode(), policy.withWitnesses(2), now)).isEqualTo("too-few-witnesses");
        assertThat(both(twice.encode(), both.withWitnesses(2), now)).isEqualTo("good");
        Proof oneTwice = ProofSamples.witnessed(witnessed, witnessKey, witness);
        assertThat(both(oneTwice.encode(), policy, now)).isEqualTo("bad-cosignature");
        assertThat(both(ProofSamples.witnessed(proof, key, identity).encode(), policy, now))
                .isEqualTo("bad-cosignature");
        assertDamageIsSeen(twice.encode(), both.withWitnesses(2), 2 * STRIDE, OTHERS);
    }

    @Test
    void sameBytesInOtherParts_areRememberedApart() throws Exception {
        Bytes leaf = Bytes.utf8("leaf");
        Bytes issuer = Bytes.utf8("issuer");
        List<String> names = browser.names(List.of(
                List.of(leaf, issuer),
                List.of(Bytes.utf8("leafissuer")),
                List.of(Bytes.utf8("leafi"), Bytes.utf8("ssuer")),
                List.of(leaf, issuer)));
        assertThat(names.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(names.get(3)).isEqualTo(names.get(0));
    }

    @Test
    void revokedCertificates_areNotBelievedAfterThat() throws Exception {
        Bytes file =
                ProofSamples.proof(key, identity, ProofSamples.outputs(1, 1)).encode();
        BigInteger serial = identity.leaf().getSerialNumber();
        OwnerOfOthers others = OwnerOfOthers.create(directory.resolve("forgers"));
        Revocation before = new Revocation(serial, ProofSamples.STATED.minusSeconds(10), false);
        Revocation after = new Revocation(serial, ProofSamples.STATED.plusSeconds(10), false);
        Revocation another = new Revocation(serial.add(BigInteger.ONE), ProofSamples.STATED.minusSeconds(10), false);
        assertThat(both(file, policy.withRevocations(List.of(list(before))), now()))
                .isEqualTo("expired-certificate");
        assertThat(both(file, policy.withRevocations(List.of(list(after))), now()))
                .isEqualTo("good");
        TrustPolicy overdue = policy.withRevocations(List.of(list(after)));
        assertThat(browser.explain(file, overdue, now()).toString()).doesNotContain("was to be renewed by");
        assertThat(browser.explain(file, overdue, now() + Duration.ofDays(2).toMillis())
                        .toString())
                .contains("was to be renewed by");
        assertThat(both(file, policy.withRevocations(List.of(list(another))), now()))
                .isEqualTo("good");
        Bytes forged = others.owner().revocationList(List.of(before), BigInteger.TWO, Duration.ofDays(1));
        assertThat(both(file, policy.withRevocations(List.of(new RevocationList(forged))), now()))
                .isEqualTo("good");
    }

    private static RevocationList list(Revocation revocation) {
        return new RevocationList(
                samples.owner().revocationList(List.of(revocation), BigInteger.ONE, Duration.ofDays(1)));
    }

    @Test
    void answersOfEveryForm_areGoodAndTheirDamageIsSeen() throws Exception {
        Map<String, Tensor> outputs = ProofSamples.outputs(4, 3);
        Proof proof = ProofSamples.bare(ProofSamples.proof(key, identity, outputs));
        AnswerReceipt whole = AnswerReceipt.of(proof, Map.of());
        assertDamageIsSeen(ProofSamples.answer(outputs, whole, Set.of()), policy, STRIDE, OTHERS);
        assertDamageIsSeen(ProofSamples.answer(outputs, whole, outputs.keySet()), policy, STRIDE, OTHERS);
        Map<String, Tensor> some = new LinkedHashMap<>(outputs);
        Map<String, Digest> omitted =
                Map.of("raw", TensorDigest.of(some.remove("raw")), "score", TensorDigest.of(some.remove("score")));
        assertDamageIsSeen(
                ProofSamples.answer(some, AnswerReceipt.of(proof, omitted), Set.of("label")), policy, STRIDE, OTHERS);
        assertThat(both(ProofSamples.answer(some, whole, Set.of()), policy, now()))
                .isEqualTo("output-mismatch");
        assertThat(both(ProofSamples.answer(outputs, AnswerReceipt.of(proof, omitted), Set.of()), policy, now()))
                .isEqualTo("output-mismatch");
    }

    @Test
    void answerOfSeveralNodes_isGoodIfEachPartIs() throws Exception {
        HardwareKey second = samples.softwareKey("second");
        Map<String, Tensor> outputs = ProofSamples.outputs(7, 3);
        AnswerReceipt.Part first = part(key, identity, outputs, 0, 4);
        AnswerReceipt.Part last = part(second, samples.identity(second, Assurance.SOFTWARE), outputs, 4, 7);
        Bytes answer = ProofSamples.answer(outputs, new AnswerReceipt(List.of(first, last)), Set.of("score"));
        assertDamageIsSeen(answer, policy, 2 * STRIDE, OTHERS);
        Bytes swapped = ProofSamples.answer(outputs, new AnswerReceipt(List.of(last, first)), Set.of());
        assertThat(both(swapped, policy, now())).isEqualTo("output-mismatch");
        Bytes short1 =
                ProofSamples.answer(ProofSamples.outputs(6, 3), new AnswerReceipt(List.of(first, last)), Set.of());
        assertThat(both(short1, policy, now())).isEqualTo("malformed");
        Map<String, Object> told = browser.explain(answer, policy, now());
        assertThat((List<?>) told.get("parts")).hasSize(2);
        assertThat(told).containsEntry("good", true).containsEntry("kind", "answer");
    }

    private static AnswerReceipt.Part part(
            HardwareKey node, IdentityChain chain, Map<String, Tensor> outputs, long from, long to) throws Exception {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        outputs.forEach((name, tensor) -> rows.put(name, tensor.slice(from, to)));
        return new AnswerReceipt.Part(to - from, ProofSamples.bare(ProofSamples.proof(node, chain, rows)), Map.of());
    }

    @Test
    void hostileFiles_areRefusedLikeOthers() throws Exception {
        int many = 100_000;
        for (String file : List.of(
                "",
                "null",
                "{}",
                "{\"model_name\":\"x\"}",
                "{\"model_name\":\"x\",\"parameters\":{\"signet_receipt\":\"\"}}",
                "{\"model_name\":\"x\",\"model_name\":\"x\"}",
                "{\"a\":" + "[".repeat(many),
                "{\"a\":".repeat(many),
                "{" + "\"a\":1,".repeat(many),
                "{\"a\":\"" + "\\ud800".repeat(many) + "\"}",
                "{\"a\":\"" + "=".repeat(many) + "\"}",
                "{\"a\":1e" + "9".repeat(many) + "}",
                "{\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP64\",\"shape\":[2147483647],\"data\":[]}]}",
                "[".repeat(many))) {
            assertThat(both(Bytes.utf8(file), policy, now())).isEqualTo("malformed");
        }
        for (int initial : new int[] {0x5b, 0x7b, 0x81, 0x9b, 0xa1, 0xbb, 0xd2, 0xff}) {
            byte[] file = new byte[many];
            Arrays.fill(file, (byte) initial);
            assertThat(both(Bytes.copyOf(file), policy, now())).isEqualTo("malformed");
        }
    }

    @Test
    void numbersOfJson_areReadAsTheSameElements() throws Exception {
        List<String> numbers = new ArrayList<>(List.of(
                "0",
                "-0",
                "-0.0",
                "1e0",
                "1E+2",
                "16777217",
                "16777217.0000000000000000000000001",
                "3.4028235e38",
                "3.40282356779733661637539395458142568447e38",
                "3.40282356779733661637539395458142568448e38",
                "1e-45",
                "7.006492321624085354618e-46",
                "7.0064923216240853546186479164495806564e-46",
                "7.00649232162408535461864791644958065640130970938257885878534141944895541342930300743319094181060791015625e-46",
                "1.00000017881393432617187499",
                "1.00000017881393432617187500",
                "1.00000017881393432617187501",
                "1e-400",
                "1.17549429e-38",
                "1.1754943508222875e-38",
                "0.1",
                "9007199254740993",
                "1e39"));
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 30; i++) {
            float below = Float.intBitsToFloat(random.nextInt(0x7f00_0000));
            BigDecimal middle = new BigDecimal(below)
                    .add(new BigDecimal(Math.nextUp(below)))
                    .divide(BigDecimal.valueOf(2));
            numbers.add(middle.toString());
            numbers.add(middle.add(middle.ulp()).toString());
            numbers.add(middle.subtract(middle.ulp()).toString());
        }
        for (String number : numbers) {
            float value = Float.parseFloat(number);
            boolean finite = Float.isFinite(value);
            Map<String, Tensor> outputs = Map.of("y", Tensor.ofFloats(List.of(1L), finite ? value : 0f));
            Proof proof = ProofSamples.bare(ProofSamples.proof(key, identity, outputs));
            String text = AnswerReceipt.of(proof, Map.of()).toText();
            Bytes answer = Bytes.utf8("{\"model_name\":\"meter-digits\",\"parameters\":{\"signet_receipt\":\"" + text
                    + "\"},\"outputs\":[{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[" + number
                    + "]}]}");
            assertThat(both(answer, policy, now())).as(number).isEqualTo(finite ? "good" : "malformed");
        }
    }

    @Test
    void evidenceOfATpm_isCheckedToTheMakersRoot() throws Exception {
        TestChipMaker maker = new TestChipMaker();
        try (EmulatedTpm tpm = EmulatedTpm.start(directory.resolve("tpm"), false)) {
            maker.endorse(tpm.address());
            try (TpmKey chip =
                    TpmKey.open(TpmOptions.of(tpm.address(), directory.resolve("tpm-identity")), new SecureRandom())) {
                chip.measure(RUN);
                Bytes evidence = chip.evidence(Bytes.utf8("a question")).encode();
                assertEvidence(maker, chip, evidence);
            }
        }
    }

    private static void assertEvidence(TestChipMaker maker, TpmKey chip, Bytes evidence) throws Exception {
        IdentityChain certified = samples.identity(chip, Assurance.TPM2);
        Bytes file = ProofSamples.proof(chip, certified, ProofSamples.outputs(2, 5))
                .withEvidence(evidence)
                .encode();
        TrustPolicy demanding = policy.withMinimalAssurance(Assurance.TPM2)
                .withChipMakers(List.of(maker.certificate()))
                .withFirmware(Set.of(RUN.digest()));
        assertDamageIsSeen(file, demanding, STRIDE, OTHERS);
        TrustPolicy ofAnother = demanding.withChipMakers(List.of(new TestChipMaker().certificate()));
        assertThat(both(file, ofAnother, now())).isEqualTo("assurance-too-low");
        assertThat(both(file, demanding.withFirmware(Set.of(Digest.sha256(Bytes.EMPTY))), now()))
                .isEqualTo("bad-evidence");
        assertThat(both(file, demanding.withMaximalAge(Duration.ofDays(1)), now()))
                .isEqualTo("good");
        Proof asSoftware = ProofSamples.proof(
                        chip, samples.identity(chip, Assurance.TPM2_INTERFACE), ProofSamples.outputs(2, 5))
                .withEvidence(evidence);
        assertThat(both(asSoftware.encode(), policy.withChipMakers(List.of(maker.certificate())), now()))
                .isEqualTo("good");
        Proof asToken = ProofSamples.proof(chip, samples.identity(chip, Assurance.PKCS11), ProofSamples.outputs(2, 5))
                .withEvidence(evidence);
        assertThat(both(asToken.encode(), policy, now())).isEqualTo("assurance-mismatch");
        Proof ofAnotherNode =
                ProofSamples.proof(key, identity, ProofSamples.outputs(2, 5)).withEvidence(evidence);
        assertThat(both(ofAnotherNode.encode(), policy, now())).isEqualTo("bad-evidence");
        List<?> chain = (List<?>) browser.explain(file, demanding, now()).get("chain");
        assertThat(chain)
                .extracting(step -> ((Map<?, ?>) step).get("step") + " " + ((Map<?, ?>) step).get("good"))
                .containsExactly(
                        "maker true",
                        "endorsement true",
                        "attestation true",
                        "firmware true",
                        "node-key true",
                        "owner true",
                        "head true",
                        "witnesses null",
                        "inclusion true",
                        "statement true",
                        "output true");
        assertThat(chain.get(0))
                .hasToString("{step=maker, good=true, title=The chip's maker, facts={maker=Test chips}}");
        assertPartsWithEvidence(chip, certified, evidence, demanding);
    }

    private static void assertPartsWithEvidence(
            TpmKey chip, IdentityChain certified, Bytes evidence, TrustPolicy demanding) throws Exception {
        Map<String, Tensor> outputs = ProofSamples.outputs(5, 3);
        List<AnswerReceipt.Part> parts = new ArrayList<>();
        for (AnswerReceipt.Part part :
                List.of(part(chip, certified, outputs, 0, 2), part(chip, certified, outputs, 2, 5))) {
            parts.add(new AnswerReceipt.Part(part.rows(), part.proof().withEvidence(evidence), Map.of()));
        }
        Bytes answer = ProofSamples.answer(outputs, new AnswerReceipt(parts), Set.of());
        assertThat(both(answer, demanding, now())).isEqualTo("good");
        assertThat(both(answer, demanding.withFirmware(Set.of(Digest.sha256(Bytes.EMPTY))), now()))
                .isEqualTo("bad-evidence");
    }

    @Test
    @Tag("heavy")
    void everyByteOfProofAndAnswer_isCovered() throws Exception {
        Map<String, Tensor> outputs = ProofSamples.outputs(4, 3);
        Proof proof = ProofSamples.proof(key, identity, outputs);
        assertDamageIsSeen(proof.encode(), policy, 1, 1000);
        AnswerReceipt receipt = AnswerReceipt.of(ProofSamples.bare(proof), Map.of());
        assertDamageIsSeen(ProofSamples.answer(outputs, receipt, Set.of("score")), policy, 1, 1000);
    }
}
