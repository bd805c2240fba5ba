package io.signet.attestation.tpm;

import io.signet.attestation.tpm.internal.ChipMakerTools;
import io.signet.statement.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes emulated TPMs look like chips of a maker, after the TCG's EK credential profile. */
public final class TestChipMaker {
    /** id-kp-EKCertificate, TCG EK credential profile section 3.2.16. */
    private static final String ENDORSEMENT_KEY_USAGE = "2.23.133.8.1";

    private static final String MANUFACTURER = "2.23.133.2.1";
    private static final X500Name NAME = new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.O, "Test chips")
            .build();

    private final KeyPair keys;

    /** A maker with a new key. */
    public TestChipMaker() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            keys = generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name subject, PublicKey key) {
        Instant now = Instant.now();
        return new X509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    private X509Certificate sign(X509v3CertificateBuilder certificate) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    /** The maker's own certificate. */
    public X509Certificate certificate() throws Exception {
        return sign(builder(NAME, keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
    }

    /** Leaves a certificate for the chip's endorsement key in the chip. */
    public void endorse(TpmAddress chip) throws Exception {
        try (ChipMakerTools tools = new ChipMakerTools(chip)) {
            var manufacturer = new DERSequence(
                    new ASN1Encodable[] {new ASN1ObjectIdentifier(MANUFACTURER), new DERUTF8String("id:54455354")});
            GeneralName device = new GeneralName(new X500Name(new RDN[] {RDN.getInstance(new DERSet(manufacturer))}));
            X509Certificate certificate = sign(builder(new X500Name(new RDN[0]), tools.endorsementKey())
                    .addExtension(Extension.subjectAlternativeName, true, new GeneralNames(device))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyAgreement))
                    .addExtension(
                            Extension.extendedKeyUsage,
                            false,
                            new ExtendedKeyUsage(
                                    KeyPurposeId.getInstance(new ASN1ObjectIdentifier(ENDORSEMENT_KEY_USAGE)))));
            tools.leave(Bytes.copyOf(certificate.getEncoded()));
        }
    }

    /** Has another program extend a register. */
    public void extend(TpmAddress chip, int register) throws Exception {
        try (ChipMakerTools tools = new ChipMakerTools(chip)) {
            tools.extend(register);
        }
    }
}
