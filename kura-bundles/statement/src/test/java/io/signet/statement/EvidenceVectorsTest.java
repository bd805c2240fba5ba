package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerifier;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.tpm.CredentialChallenge;
import io.signet.statement.tpm.Pcr;
import io.signet.statement.tpm.TpmPublic;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.junit.jupiter.api.Test;

/** Reads the vectors of evidence and credential challenges out of docs/protocol.md and checks them. */
class EvidenceVectorsTest {
    private static final ProtocolPage PAGE = new ProtocolPage();
    private static final FirmwareItem ITEM =
            new FirmwareItem("io.signet.node", "0.1.0", Digest.sha256(Bytes.utf8("a bundle")));
    private static final FirmwareLog FIRMWARE =
            new FirmwareLog(List.of(new FirmwareRun(List.of(ITEM)), new FirmwareRun(List.of(ITEM))));

    private static final Set<String> KNOWN = Set.of(
            "evidence-endorsement-private",
            "evidence-attestation-private",
            "evidence-qualifying-preimage",
            "evidence-qualifying-data",
            "evidence-firmware-item",
            "evidence-firmware-event",
            "evidence-firmware-start",
            "evidence-firmware-run",
            "evidence-firmware-run-digest",
            "evidence-firmware-log",
            "evidence-firmware-pcr",
            "evidence-software",
            "evidence-tpm",
            "credential-secret",
            "credential-challenge");

    static boolean reads(String name) {
        return KNOWN.contains(name);
    }

    private static Bytes vector(String name) {
        return PAGE.vector(name);
    }

    private static KeyPair identity() throws GeneralSecurityException {
        return VectorInputs.p256(vector("key-identity-private"), vector("key-identity-public"));
    }

    private static Bytes nonce() {
        return Bytes.fromHex("000102030405060708090a0b0c0d0e0f");
    }

    private static EvidenceClaims claims(Assurance kind, Optional<TpmEvidence> tpm) {
        return new EvidenceClaims(
                new NodeId(vector("key-identity-node-id")),
                nonce(),
                VectorInputs.STATEMENT_TIME_MILLIS / 1000,
                kind,
                FIRMWARE,
                tpm);
    }

    /** What the vector is made of, but for signatures, which are different each time. */
    static TestTpm tpm() throws GeneralSecurityException {
        TestTpm tpm = new TestTpm(VectorInputs.p256(privateKey("endorsement")), identity());
        tpm.attestation = VectorInputs.p256(privateKey("attestation"));
        tpm.nonce = nonce();
        tpm.qualifyingData = Evidence.qualifyingData(nonce());
        tpm.timeSeconds = VectorInputs.STATEMENT_TIME_MILLIS / 1000;
        tpm.firmware = FIRMWARE;
        tpm.pcrs.clear();
        tpm.pcrs.putAll(new TreeMap<>(Map.of(0, Pcr.ZERO, 14, FIRMWARE.extend(Pcr.ZERO))));
        return tpm;
    }

    private static Bytes privateKey(String name) {
        return Digest.sha256(Bytes.utf8("signet test vector: " + name)).value();
    }

    @Test
    void qualifyingData_isTheDigestOfItsPreimage() {
        Bytes preimage = new CborWriter()
                .startArray(2)
                .writeText("signet/evidence/1")
                .writeBytes(nonce())
                .toBytes();
        assertThat(vector("evidence-qualifying-preimage")).isEqualTo(preimage);
        assertThat(vector("evidence-qualifying-data"))
                .isEqualTo(Digest.sha256(preimage).value())
                .isEqualTo(Evidence.qualifyingData(nonce()));
    }

    @Test
    void firmware_isWrittenAndFoldsAsThePageSays() throws MalformedException {
        assertThat(Digest.sha256(vector("evidence-firmware-item")).value())
                .isEqualTo(vector("evidence-firmware-event"))
                .isEqualTo(ITEM.eventDigest().value());
        assertThat(FirmwareRun.START_EVENT.value()).isEqualTo(vector("evidence-firmware-start"));
        assertThat(new FirmwareRun(List.of(ITEM)).digest().value())
                .isEqualTo(Digest.sha256(vector("evidence-firmware-run")).value())
                .isEqualTo(vector("evidence-firmware-run-digest"));
        CborReader reader = new CborReader(vector("evidence-firmware-log"));
        assertThat(FirmwareLog.read(reader)).isEqualTo(FIRMWARE);
        reader.expectEnd();
        assertThat(FIRMWARE.extend(Pcr.ZERO).value()).isEqualTo(vector("evidence-firmware-pcr"));
    }

    @Test
    void evidenceOfASoftwareKey_isReadAndVerified() throws Exception {
        Evidence evidence = Evidence.decode(vector("evidence-software"));
        assertThat(evidence.encode()).isEqualTo(vector("evidence-software"));
        assertThat(evidence.claims()).isEqualTo(claims(Assurance.SOFTWARE, Optional.empty()));
        assertAccepted(evidence, Assurance.SOFTWARE);
    }

    @Test
    void evidenceOfATpm_isReadAndVerified() throws Exception {
        Evidence evidence = Evidence.decode(vector("evidence-tpm"));
        assertThat(evidence.encode()).isEqualTo(vector("evidence-tpm"));
        TpmEvidence part = evidence.claims().tpm().orElseThrow();
        TestTpm tpm = tpm();
        assertThat(part.endorsementKey()).isEqualTo(tpm.endorsementPublic());
        assertThat(part.attestationKey()).isEqualTo(tpm.attestationPublic());
        assertThat(part.resultKey()).isEqualTo(tpm.resultPublic());
        assertThat(part.quoted().attest()).isEqualTo(tpm.quoted().attest());
        assertThat(part.certified().attest()).isEqualTo(tpm.certified().attest());
        assertAccepted(evidence, Assurance.TPM2_INTERFACE);
    }

    private static void assertAccepted(Evidence evidence, Assurance assurance) throws GeneralSecurityException {
        EvidenceExpectation expected = EvidenceExpectation.of(
                        identity().getPublic(), VectorInputs.STATEMENT_TIME_MILLIS)
                .withNonce(nonce());
        TrustPolicy any = TestPki.trusting(TestPki.owner("Anna"));
        assertThat(new EvidenceVerifier(any).verify(evidence, expected))
                .isInstanceOfSatisfying(EvidenceVerdict.Accepted.class, accepted -> assertThat(accepted.assurance())
                        .isEqualTo(assurance));
    }

    @Test
    void privateKeysOfTheTpm_areMadeAsThePageSays() {
        assertThat(vector("evidence-endorsement-private")).isEqualTo(privateKey("endorsement"));
        assertThat(vector("evidence-attestation-private")).isEqualTo(privateKey("attestation"));
    }

    @Test
    void credentialChallenge_opensForItsTpm()
            throws MalformedException, GeneralSecurityException, InvalidCipherTextException {
        CredentialChallenge challenge = CredentialChallenge.decode(vector("credential-challenge"));
        assertThat(challenge.encode()).isEqualTo(vector("credential-challenge"));
        TestTpm tpm = tpm();
        Bytes name = TpmPublic.decode(tpm.attestationPublic()).name();
        assertThat(MakeCredentialTest.activate(tpm.endorsement, name, challenge))
                .contains(vector("credential-secret"));
    }
}
