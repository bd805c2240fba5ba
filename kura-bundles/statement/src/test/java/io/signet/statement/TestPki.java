package io.signet.statement;

import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SoftwareSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Owners and nodes for tests; their certificates are made by Bouncy Castle, so by other code than reads them. */
final class TestPki {
    static final Instant NOT_BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant NOT_AFTER = Instant.parse("2027-01-01T00:00:00Z");

    /** A time within the validity of every certificate that is made here without saying otherwise. */
    static final long NOW_MILLIS = Instant.parse("2026-06-01T12:00:00.123Z").toEpochMilli();

    private TestPki() {}

    /** Who may issue certificates. */
    record Issuer(KeyPair keys, X509Certificate certificate) {}

    /** A node with its key and certificate. */
    record Node(KeyPair keys, IdentityChain chain) {
        NodeId id() {
            return chain.node();
        }

        CoseSigner signer() {
            return TestPki.signer(keys);
        }
    }

    static CoseSigner signer(KeyPair keys) {
        return keys.getPublic() instanceof ECPublicKey ? SoftwareSigner.ofP256(keys) : SoftwareSigner.ofEd25519(keys);
    }

    static KeyPair p256() {
        return keys("EC", "secp256r1");
    }

    static KeyPair ed25519() {
        return keys("Ed25519", "");
    }

    static KeyPair keys(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!curve.isEmpty()) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Issuer owner(String name) {
        KeyPair keys = p256();
        return new Issuer(keys, new Certificate(keys, "O=" + name).authority().issue(keys, "O=" + name));
    }

    static Node node(Issuer owner, Assurance assurance) {
        return node(owner, assurance, p256());
    }

    static Node node(Issuer owner, Assurance assurance, KeyPair keys) {
        X509Certificate leaf =
                Certificate.ofNode(keys, "Anna").assurance(assurance.label()).issue(owner);
        return new Node(keys, IdentityChain.of(List.of(leaf)));
    }

    /** A certificate in the making. */
    static final class Certificate {
        private final KeyPair subjectKeys;
        private final String subject;
        private final List<Extension> extensions = new ArrayList<>();
        private Instant notBefore = NOT_BEFORE;
        private Instant notAfter = NOT_AFTER;

        Certificate(KeyPair subjectKeys, String subject) {
            this.subjectKeys = subjectKeys;
            this.subject = subject;
        }

        static Certificate ofNode(KeyPair keys, String owner) {
            return new Certificate(keys, "CN=" + NodeId.of(keys.getPublic()).toHex() + ",O=" + owner);
        }

        Certificate valid(Instant from, Instant to) {
            notBefore = from;
            notAfter = to;
            return this;
        }

        Certificate assurance(String label) {
            return extension(IdentityChain.ASSURANCE_OID, false, encoded(new DERUTF8String(label)));
        }

        Certificate authority() {
            return extension(Extension.basicConstraints.getId(), true, encoded(new BasicConstraints(true)))
                    .usage(KeyUsage.keyCertSign);
        }

        Certificate usage(int bits) {
            return extension(Extension.keyUsage.getId(), true, encoded(new KeyUsage(bits)));
        }

        Certificate extension(String oid, boolean critical, byte[] value) {
            extensions.add(new Extension(new ASN1ObjectIdentifier(oid), critical, value));
            return this;
        }

        X509Certificate issue(Issuer issuer) {
            byte[] name = issuer.certificate().getSubjectX500Principal().getEncoded();
            return issue(issuer.keys(), X500Name.getInstance(name));
        }

        X509Certificate issue(KeyPair issuerKeys, String issuerName) {
            return issue(issuerKeys, new X500Name(issuerName));
        }

        @SuppressWarnings("JavaUtilDate") // Bouncy Castle's builder takes nothing else
        X509Certificate issue(KeyPair issuerKeys, X500Name issuerName) {
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuerName,
                        BigInteger.ONE,
                        Date.from(notBefore),
                        Date.from(notAfter),
                        new X500Name(subject),
                        subjectKeys.getPublic());
                for (Extension extension : extensions) {
                    builder.addExtension(extension);
                }
                String algorithm = issuerKeys.getPublic() instanceof ECPublicKey ? "SHA256withECDSA" : "Ed25519";
                byte[] encoded = builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKeys.getPrivate()))
                        .getEncoded();
                return (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
                throw new AssertionError(e);
            }
        }

        private static byte[] encoded(ASN1Object value) {
            try {
                return value.getEncoded("DER");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    static TrustPolicy trusting(Issuer... owners) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Issuer owner : owners) {
            certificates.add(owner.certificate());
        }
        return TrustPolicy.of(certificates);
    }
}
