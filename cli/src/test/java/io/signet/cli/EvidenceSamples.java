package io.signet.cli;

import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SoftwareSigner;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.SignedAttest;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.tpm.Pcr;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The evidence of docs/protocol.md, whose keys are public: whatever is changed in it can be signed again. */
final class EvidenceSamples {
    /** From where TPMS_ATTEST has what its length does not change: clock, counters and version after it. */
    private static final int CLOCK_TO_VERSION_BYTES = 25;

    private final EvidenceClaims claims;
    private final CoseSigner identity;
    private final PrivateKey attestation;

    EvidenceSamples(Map<String, Bytes> vectors) throws Exception {
        claims = Evidence.decode(vectors.get("evidence-tpm")).claims();
        PublicKey point = KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(
                        vectors.get("key-identity-public").toArray()));
        identity = SoftwareSigner.ofP256(
                new KeyPair(point, privateKey(vectors.get("key-identity-private"), (ECPublicKey) point)));
        attestation = privateKey(vectors.get("evidence-attestation-private"), (ECPublicKey) point);
    }

    private static PrivateKey privateKey(Bytes scalar, ECPublicKey onTheSameCurve) throws Exception {
        BigInteger s = new BigInteger(1, scalar.toArray());
        return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(s, onTheSameCurve.getParams()));
    }

    /** What the TPM says in the vector. */
    TpmEvidence tpm() {
        return claims.tpm().orElseThrow();
    }

    /** Evidence of what a TPM says, signed by the node. */
    Bytes signed(TpmEvidence tpm) throws Exception {
        return signed(tpm, claims.firmware());
    }

    /** The same with another list of firmware. */
    Bytes signed(TpmEvidence tpm, FirmwareLog firmware) throws Exception {
        EvidenceClaims said = new EvidenceClaims(
                claims.node(), claims.nonce(), claims.timeSeconds(), Assurance.TPM2, firmware, Optional.of(tpm));
        return Evidence.sign(identity, said).encode();
    }

    /** The evidence with its parts changed; {@code change} gets one after the other, whichever it knows by its content. */
    TpmEvidence changed(UnaryOperator<Bytes> change) {
        TpmEvidence tpm = tpm();
        return new TpmEvidence(
                tpm.endorsementCertificates(),
                change.apply(tpm.endorsementKey()),
                change.apply(tpm.attestationKey()),
                change.apply(tpm.resultKey()),
                new SignedAttest(
                        tpm.certified().attest(), change.apply(tpm.certified().signature())),
                new SignedAttest(
                        tpm.quoted().attest(), change.apply(tpm.quoted().signature())),
                tpm.pcrs(),
                tpm.firmwarePcr(),
                tpm.bootLog());
    }

    /** The evidence with these certificates of its endorsement key. */
    TpmEvidence endorsed(X509Certificate... certificates) throws Exception {
        TpmEvidence tpm = tpm();
        List<Bytes> encoded = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            encoded.add(TestCertificate.der(certificate));
        }
        return new TpmEvidence(
                encoded,
                tpm.endorsementKey(),
                tpm.attestationKey(),
                tpm.resultKey(),
                tpm.certified(),
                tpm.quoted(),
                tpm.pcrs(),
                tpm.firmwarePcr(),
                tpm.bootLog());
    }

    /** The evidence with these attestations. */
    TpmEvidence with(SignedAttest certified, SignedAttest quoted) {
        return with(certified, quoted, tpm().pcrs(), tpm().firmwarePcr(), tpm().bootLog());
    }

    private TpmEvidence with(
            SignedAttest certified, SignedAttest quoted, SortedMap<Integer, Digest> pcrs, int pcr, Bytes bootLog) {
        TpmEvidence tpm = tpm();
        return new TpmEvidence(
                tpm.endorsementCertificates(),
                tpm.endorsementKey(),
                tpm.attestationKey(),
                tpm.resultKey(),
                certified,
                quoted,
                pcrs,
                pcr,
                bootLog);
    }

    /** Evidence of a TPM whose registers have these values, as it quotes them. */
    TpmEvidence quoting(SortedMap<Integer, Digest> pcrs, int firmwarePcr, Bytes bootLog) throws Exception {
        ByteBuffer attest = ByteBuffer.allocate(256);
        ByteBuffer known = tpm().quoted().attest().asBuffer();
        int signerBytes = 2 + known.getShort(6);
        int extraBytes = 2 + known.getShort(6 + signerBytes);
        known.limit(6 + signerBytes + extraBytes + CLOCK_TO_VERSION_BYTES);
        attest.put(known).putInt(1).putShort((short) 0x000b).put((byte) 3);
        int bits = pcrs.keySet().stream().mapToInt(pcr -> 1 << pcr).sum();
        attest.put((byte) bits).put((byte) (bits >> 8)).put((byte) (bits >> 16));
        ByteBuffer values = ByteBuffer.allocate(32 * pcrs.size());
        pcrs.values().forEach(value -> values.put(value.value().asBuffer()));
        Bytes digest = Digest.sha256(Bytes.copyOf(values.flip())).value();
        attest.putShort((short) digest.size()).put(digest.asBuffer());
        return with(tpm().certified(), attested(Bytes.copyOf(attest.flip())), pcrs, firmwarePcr, bootLog);
    }

    /** What the attestation key signs, whatever it is. */
    SignedAttest attested(Bytes attest) throws Exception {
        Signature jca = Signature.getInstance("SHA256withECDSAinP1363Format");
        jca.initSign(attestation);
        jca.update(attest.toArray());
        byte[] raw = jca.sign();
        ByteBuffer signature =
                ByteBuffer.allocate(4 + 2 * 34).putShort((short) 0x0018).putShort((short) 0x000b);
        signature.putShort((short) 32).put(raw, 0, 32).putShort((short) 32).put(raw, 32, 32);
        return new SignedAttest(attest, Bytes.copyOf(signature.flip()));
    }

    /** The list of firmware of the vector. */
    FirmwareLog firmware() {
        return claims.firmware();
    }

    /** A boot log that extends each of {@code pcrs} once, after the TPM was started from that locality. */
    static Bytes bootLog(int locality, List<Integer> pcrs) {
        ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).putInt(3).put(new byte[20]).putInt(33);
        out.put("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .put(new byte[] {0, 2, 0, 2});
        out.putInt(1).putShort((short) 0x000b).putShort((short) 32).put((byte) 0);
        event(out, 0, 3, "", "StartupLocality\0" + (char) locality);
        for (int pcr : pcrs) {
            event(out, pcr, 8, "event " + pcr, "data");
        }
        return Bytes.copyOf(out.flip());
    }

    private static void event(ByteBuffer out, int pcr, int type, String what, String data) {
        Bytes digest = what.isEmpty() ? Pcr.ZERO.value() : eventDigest(what).value();
        out.putInt(pcr).putInt(type).putInt(1).putShort((short) 0x000b).put(digest.asBuffer());
        out.putInt(data.length()).put(data.getBytes(StandardCharsets.US_ASCII));
    }

    private static Digest eventDigest(String what) {
        return Digest.sha256(Bytes.utf8(what));
    }

    /** What the registers hold after {@link #bootLog}. */
    static SortedMap<Integer, Digest> booted(int locality, List<Integer> pcrs) {
        byte[] started = new byte[Digest.SIZE_BYTES];
        started[started.length - 1] = (byte) locality;
        SortedMap<Integer, Digest> values = new TreeMap<>();
        values.put(0, new Digest(Bytes.copyOf(started)));
        for (int pcr : pcrs) {
            values.put(pcr, Pcr.extend(values.getOrDefault(pcr, Pcr.ZERO), eventDigest("event " + pcr)));
        }
        return values;
    }
}
