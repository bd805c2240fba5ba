package io.signet.statement;

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
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a TPM would say, by keys in memory; each part can be made wrong. */
final class TestTpm {
    static final long GENERATED = 0xff544347L;
    static final int CERTIFY = 0x8017;
    static final int QUOTE = 0x8018;
    static final int ATTESTATION_KEY =
            TpmWriter.BOUND | TpmWriter.USER_WITH_AUTH | TpmWriter.RESTRICTED | TpmWriter.SIGN;
    static final int RESULT_KEY = TpmWriter.BOUND | TpmWriter.USER_WITH_AUTH | TpmWriter.SIGN;
    static final int ENDORSEMENT_KEY =
            TpmWriter.BOUND | TpmWriter.ADMIN_WITH_POLICY | TpmWriter.RESTRICTED | TpmWriter.DECRYPT;
    static final Bytes NONCE = Bytes.utf8("chosen by the verifier");
    static final FirmwareLog FIRMWARE = new FirmwareLog(List.of(
            new FirmwareRun(List.of(item("io.signet.statement"))),
            new FirmwareRun(List.of(item("io.signet.statement"), item("io.signet.node")))));

    private static final KeyPair RSA_ENDORSEMENT = TestPki.keys("RSA", "");

    final KeyPair identity;
    final KeyPair endorsement;
    final SortedMap<Integer, Digest> pcrs = new TreeMap<>();
    KeyPair attestation = TestPki.p256();
    int attestationAttributes = ATTESTATION_KEY;
    int resultAttributes = RESULT_KEY;
    long magic = GENERATED;
    int certifyType = CERTIFY;
    int quoteType = QUOTE;
    Bytes nonce = NONCE;
    long timeSeconds = TestPki.NOW_MILLIS / 1000;
    Bytes qualifyingData = Evidence.qualifyingData(NONCE);
    List<X509Certificate> endorsementCertificates = List.of();
    FirmwareLog firmware = FIRMWARE;
    int firmwarePcr = 14;
    int quotedHash = TpmWriter.SHA256;
    Bytes bootLog = Bytes.EMPTY;
    Optional<SignedAttest> otherCertified = Optional.empty();
    Optional<SignedAttest> otherQuoted = Optional.empty();
    Optional<SortedMap<Integer, Digest>> otherPcrs = Optional.empty();
    Optional<KeyPair> otherResultKey = Optional.empty();
    Optional<Bytes> otherCertifiedName = Optional.empty();

    TestTpm() {
        this(RSA_ENDORSEMENT);
    }

    TestTpm(KeyPair endorsement) {
        this(endorsement, TestPki.p256());
    }

    TestTpm(KeyPair endorsement, KeyPair identity) {
        this.endorsement = endorsement;
        this.identity = identity;
        for (int pcr = 0; pcr < 8; pcr++) {
            pcrs.put(pcr, Pcr.ZERO);
        }
        pcrs.put(14, FIRMWARE.extend(Pcr.ZERO));
    }

    static FirmwareItem item(String name) {
        return new FirmwareItem(name, "0.1.0", Digest.sha256(Bytes.utf8(name)));
    }

    /** An endorsement certificate as chip makers issue them. */
    X509Certificate endorsedBy(TestPki.Issuer maker) {
        return new TestPki.Certificate(endorsement, "CN=TPM")
                .extension(Extension.extendedKeyUsage.getId(), false, endorsementUsage())
                .issue(maker);
    }

    static byte[] endorsementUsage() {
        try {
            return new ExtendedKeyUsage(KeyPurposeId.getInstance(new ASN1ObjectIdentifier("2.23.133.8.1")))
                    .getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Bytes endorsementPublic() {
        return TpmWriter.publicArea(endorsement.getPublic(), ENDORSEMENT_KEY);
    }

    Bytes attestationPublic() {
        return TpmWriter.publicArea(attestation.getPublic(), attestationAttributes);
    }

    Bytes resultPublic() {
        return TpmWriter.publicArea(otherResultKey.orElse(identity).getPublic(), resultAttributes);
    }

    SignedAttest certified() {
        Bytes name = otherCertifiedName.orElse(TpmWriter.name(resultPublic()));
        return signed(attest(certifyType).sized(name).sized(name));
    }

    SignedAttest certifies(Bytes name) {
        return signed(attest(CERTIFY).sized(name).sized(name));
    }

    SignedAttest quoted() {
        TpmWriter values = new TpmWriter();
        pcrs.values().forEach(value -> values.raw(value.value()));
        Bytes digest = Digest.sha256(values.toBytes()).value();
        return signed(attest(quoteType).selection(quotedHash, pcrs.keySet()).sized(digest));
    }

    private TpmWriter attest(int type) {
        // Not a true qualified name, but as different for each key.
        return TpmWriter.attest(magic, type, TpmWriter.name(attestationPublic()), qualifyingData);
    }

    private SignedAttest signed(TpmWriter attest) {
        Bytes bytes = attest.toBytes();
        boolean rsa = attestation.getPublic() instanceof RSAPublicKey;
        try {
            Signature jca = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            jca.initSign(attestation.getPrivate());
            jca.update(bytes.toArray());
            Bytes signature = Bytes.copyOf(jca.sign());
            return new SignedAttest(bytes, rsa ? TpmWriter.rsassa(signature) : TpmWriter.ecdsa(signature));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    TpmEvidence tpmEvidence() {
        return new TpmEvidence(
                endorsementCertificates.stream().map(TestTpm::der).toList(),
                endorsementPublic(),
                attestationPublic(),
                resultPublic(),
                otherCertified.orElseGet(this::certified),
                otherQuoted.orElseGet(this::quoted),
                otherPcrs.orElse(pcrs),
                firmwarePcr,
                bootLog);
    }

    Evidence evidence() {
        return evidence(tpmEvidence());
    }

    Evidence evidence(TpmEvidence tpm) {
        EvidenceClaims claims = new EvidenceClaims(
                NodeId.of(identity.getPublic()), nonce, timeSeconds, Assurance.TPM2, firmware, Optional.of(tpm));
        try {
            return Evidence.sign(SoftwareSigner.ofP256(identity), claims);
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes der(X509Certificate certificate) {
        try {
            return Bytes.copyOf(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
