package io.signet.attestation.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * A self-signed certificate (RFC 5280, version 1) that says nothing but the label of a key: it lies beside the key on a
 * token, where Java's PKCS#11 provider wants one. Nobody trusts it, and it has no end (RFC 5280 section 4.1.2.5).
 */
final class LabelCertificate {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;

    /** AlgorithmIdentifier of ecdsa-with-SHA256 (RFC 5758 section 3.2). */
    private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    /** The attribute type commonName (RFC 5280 appendix A.1). */
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

    private LabelCertificate() {}

    /** Signs with ECDSA and SHA-256; the result is a DER sequence. */
    interface Signer {
        byte[] sign(byte[] toBeSigned) throws GeneralSecurityException;
    }

    static X509Certificate of(String label, PublicKey key, Signer signer) throws GeneralSecurityException {
        byte[] name = der(
                SEQUENCE,
                der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, label.getBytes(StandardCharsets.UTF_8)))));
        byte[] validity = der(
                SEQUENCE,
                der(UTC_TIME, "000101000000Z".getBytes(StandardCharsets.US_ASCII)),
                der(GENERALIZED_TIME, "99991231235959Z".getBytes(StandardCharsets.US_ASCII)));
        byte[] serial = der(INTEGER, new byte[] {1});
        byte[] content = der(SEQUENCE, serial, ECDSA_WITH_SHA256, name, validity, name, key.getEncoded());
        byte[] noUnusedBits = {0};
        byte[] certificate =
                der(SEQUENCE, content, ECDSA_WITH_SHA256, der(BIT_STRING, noUnusedBits, signer.sign(content)));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            value.write(0x82); // two bytes of length follow; nothing here is longer
            value.write(length >> 8);
        } else if (length >= 0x80) {
            value.write(0x81);
        }
        value.write(length);
        value.writeBytes(content.toByteArray());
        return value.toByteArray();
    }
}
