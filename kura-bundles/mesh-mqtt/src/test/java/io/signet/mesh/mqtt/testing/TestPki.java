package io.signet.mesh.mqtt.testing;

import io.signet.mesh.mqtt.TlsIdentity;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An owner with a P-256 key who issues certificates for tests. */
public final class TestPki {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final KeyPurposeId[] MEMBER = {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth};

    private final KeyPair ownerKeys;
    private final X509Certificate owner;

    /** An owner of the given name. */
    public TestPki(String name) {
        ownerKeys = newKeys();
        owner = certificate("CN=" + name, ownerKeys, true, List.of(), 30, MEMBER);
    }

    /** The owner's certificate. */
    public X509Certificate owner() {
        return owner;
    }

    /** A new identity whose certificate has the common name {@code name} and is for localhost. */
    public Identity issue(String name) {
        return issue(name, List.of("localhost"), 30);
    }

    /** A new identity for {@code hosts}, valid for {@code days} from yesterday on. */
    public Identity issue(String name, List<String> hosts, int days) {
        KeyPair keys = newKeys();
        return new Identity(keys.getPrivate(), certificate("CN=" + name, keys, false, hosts, days, MEMBER));
    }

    /** The same, of an owner's registrar. */
    public Identity issueRegistrar(String name) {
        KeyPair keys = newKeys();
        KeyPurposeId[] purposes = {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_cmcRA};
        return new Identity(
                keys.getPrivate(), certificate("CN=" + name, keys, false, List.of("localhost"), 30, purposes));
    }

    /** {@code identity} as a transport takes it, trusting this owner. */
    public TlsIdentity tls(Identity identity) {
        return new TlsIdentity(identity.key(), List.of(identity.certificate()), List.of(owner));
    }

    /** Writes the owner's certificate to {@code owner.pem} in {@code directory}. */
    public Path writeOwner(Path directory) throws IOException {
        return writePem(directory.resolve("owner.pem"), owner);
    }

    private X509Certificate certificate(
            String subject, KeyPair keys, boolean authority, List<String> hosts, int days, KeyPurposeId[] purposes) {
        try {
            Instant from = Instant.now().minus(1, ChronoUnit.DAYS);
            X500Name issuer = authority
                    ? new X500Name(subject)
                    : new X500Name(owner.getSubjectX500Principal().getName());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(from),
                    Date.from(from.plus(days, ChronoUnit.DAYS)),
                    new X500Name(subject),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(hosts.stream()
                                .map(host -> new GeneralName(GeneralName.dNSName, host))
                                .toArray(GeneralName[]::new)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(ownerKeys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("a test certificate cannot be made", e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    private static Path writePem(Path file, Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(content);
        }
        return Files.writeString(file, text.toString());
    }

    /**
     * A key and its certificate.
     *
     * @param key private key
     * @param certificate issued by the owner
     */
    public record Identity(PrivateKey key, X509Certificate certificate) {
        /** Writes the certificate to {@code NAME.pem} in {@code directory}. */
        public Path writeCertificate(Path directory, String name) throws IOException {
            return writePem(directory.resolve(name + ".pem"), certificate);
        }

        /** Writes the key, PKCS#8, to {@code NAME.key} in {@code directory}. */
        public Path writeKey(Path directory, String name) throws IOException {
            return writePem(directory.resolve(name + ".key"), new JcaPKCS8Generator(key, null));
        }
    }
}
