package io.signet.cli;

import io.signet.statement.Bytes;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
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
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate in the making: a node's, an owner's or one between them, with whatever is to be odd about it. */
final class TestCertificate {
    private static final Instant NOW = Instant.now();

    private final X500Name subject;
    private final PublicKey key;
    private final List<Extension> extensions = new ArrayList<>();
    private Instant from = NOW.minus(Duration.ofDays(1));
    private Instant to = NOW.plus(Duration.ofDays(30));
    private BigInteger serial = BigInteger.valueOf(4711);

    TestCertificate(X500Name subject, PublicKey key) {
        this.subject = subject;
        this.key = key;
    }

    /** Who issues, by which algorithm. */
    record Issuer(X500Name name, KeyPair keys, String algorithm) {}

    /** A pair of keys: on a curve, for RSA of so many bits, or for another algorithm. */
    static KeyPair keys(String what) throws Exception {
        if (what.startsWith("RSA-")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(Integer.parseInt(what.substring(4)));
            return generator.generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(what.startsWith("secp") ? "EC" : what);
        if (what.startsWith("secp")) {
            generator.initialize(new ECGenParameterSpec(what));
        }
        return generator.generateKeyPair();
    }

    /** A node's, of an owner with that name. */
    static TestCertificate ofNode(PublicKey key, String owner) throws Exception {
        return new TestCertificate(new X500Name("CN=" + NodeId.of(key).toHex() + ",O=" + owner), key)
                .with(IdentityChain.ASSURANCE_OID, false, new DERUTF8String("software"));
    }

    /** An authority's, with the usual extensions. */
    static TestCertificate ofAuthority(X500Name name, PublicKey key) throws Exception {
        return new TestCertificate(name, key)
                .with(Extension.basicConstraints.getId(), true, new BasicConstraints(true))
                .with(Extension.keyUsage.getId(), true, new KeyUsage(KeyUsage.keyCertSign));
    }

    TestCertificate with(String oid, boolean critical, ASN1Object value) throws Exception {
        extensions.removeIf(extension -> extension.getExtnId().getId().equals(oid));
        extensions.add(new Extension(new ASN1ObjectIdentifier(oid), critical, value.getEncoded("DER")));
        return this;
    }

    TestCertificate without(String oid) {
        extensions.removeIf(extension -> extension.getExtnId().getId().equals(oid));
        return this;
    }

    TestCertificate valid(Instant first, Instant last) {
        from = first;
        to = last;
        return this;
    }

    TestCertificate serial(BigInteger number) {
        serial = number;
        return this;
    }

    @SuppressWarnings("JavaUtilDate") // Bouncy Castle's builder takes nothing else
    X509Certificate issuedBy(Issuer issuer) throws Exception {
        var builder = new X509v3CertificateBuilder(
                issuer.name(),
                serial,
                Date.from(from),
                Date.from(to),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        for (Extension extension : extensions) {
            builder.addExtension(extension);
        }
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(issuer)));
    }

    private static ContentSigner signer(Issuer issuer) throws Exception {
        JcaContentSignerBuilder signer = new JcaContentSignerBuilder(issuer.algorithm());
        if (issuer.algorithm().endsWith("MGF1")) {
            signer.setProvider(new BouncyCastleProvider()); // Java has no name for RSASSA-PSS with a digest
        }
        return signer.build(issuer.keys().getPrivate());
    }

    /** The certificate in DER. */
    static Bytes der(X509Certificate certificate) throws Exception {
        return Bytes.copyOf(certificate.getEncoded());
    }
}
