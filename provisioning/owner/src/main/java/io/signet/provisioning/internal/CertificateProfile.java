package io.signet.provisioning.internal;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.Revocation;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.math.BigInteger;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * What an owner's certificates look like (docs/protocol.md, "Identities"), after RFC 5280.
 *
 * <p>Authority: {@code O=<owner>, CN=Signet owner}. Members: {@code O=<owner>, OU=<role>, CN=<node id>}.
 */
public final class CertificateProfile {
    private static final int SERIAL_BYTES = 20; // the most that RFC 5280 section 4.1.2.2 allows
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);
    private static final int HOSTS_MAX = 32;
    private static final Pattern DNS_NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    private final String owner;
    private final Clock clock;
    private final RandomGenerator random;

    /** Certificates of the owner called {@code owner}, valid from now. */
    public CertificateProfile(String owner, Clock clock, RandomGenerator random) {
        this.owner = owner;
        this.clock = clock;
        this.random = random;
    }

    /** The owner's name. */
    public String owner() {
        return owner;
    }

    /** The organization (O) in the subject of {@code certificate}. */
    public static Optional<String> organization(X509Certificate certificate) {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        RDN[] organizations = subject.getRDNs(BCStyle.O);
        return organizations.length == 1 && organizations[0].getFirst().getValue() instanceof ASN1String organization
                ? Optional.of(organization.getString())
                : Optional.empty();
    }

    /** The authority's own certificate. */
    public X509Certificate selfSigned(HardwareKey key, Duration life) {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, owner)
                .addRDN(BCStyle.CN, "Signet owner")
                .build();
        Instant now = now();
        var builder = new JcaX509v3CertificateBuilder(
                name, serial(), notBefore(now), Date.from(now.plus(life)), name, key.publicKey());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            addKeyIdentifiers(builder, key.publicKey(), key.publicKey());
        } catch (CertIOException e) {
            throw unbuildable(e);
        }
        return sign(builder, key);
    }

    /** A node's identity: TLS client, and server where peers call each other directly. */
    public X509Certificate node(PublicKey key, Assurance assurance, Credentials issuer, Duration life) {
        return sign(nodeBuilder(key, assurance, issuer, life), issuer.key());
    }

    /** The same, and says by what evidence it was issued. */
    public X509Certificate node(
            PublicKey key, Assurance assurance, Digest evidence, Credentials issuer, Duration life) {
        var builder = nodeBuilder(key, assurance, issuer, life);
        try {
            builder.addExtension(
                    new ASN1ObjectIdentifier(OwnerAuthority.EVIDENCE_OID),
                    false,
                    new DEROctetString(evidence.value().toArray()));
        } catch (CertIOException e) {
            throw unbuildable(e);
        }
        return sign(builder, issuer.key());
    }

    private X509v3CertificateBuilder nodeBuilder(
            PublicKey key, Assurance assurance, Credentials issuer, Duration life) {
        var builder = member(key, "node", issuer, life, KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);
        addAssurance(builder, assurance);
        return builder;
    }

    /** A requester's identity: TLS client only. */
    public X509Certificate requester(PublicKey key, Assurance assurance, Credentials issuer, Duration life) {
        var builder = member(key, "requester", issuer, life, KeyPurposeId.id_kp_clientAuth);
        addAssurance(builder, assurance);
        return sign(builder, issuer.key());
    }

    /** A broker's TLS server certificate. It has no assurance, so nothing takes it for an identity. */
    public X509Certificate broker(PublicKey key, List<String> hosts, Credentials issuer, Duration life) {
        return server(key, "broker", hosts, issuer, life, KeyPurposeId.id_kp_serverAuth);
    }

    /**
     * A registrar's TLS server certificate, which says that it may register for the owner (id-kp-cmcRA, RFC 7030 section
     * 3.6.1). It has no assurance, so nothing takes it for an identity.
     */
    public X509Certificate registrar(PublicKey key, List<String> hosts, Credentials issuer, Duration life) {
        return server(key, "registrar", hosts, issuer, life, KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_cmcRA);
    }

    /**
     * A registrar's TLS client certificate, by which it tells a mesh whom nobody shall believe any more. It has no assurance, so
     * nothing takes it for an identity.
     */
    public X509Certificate registrarClient(PublicKey key, Credentials issuer, Duration life) {
        var builder = member(key, "registrar", issuer, life, KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_cmcRA);
        return sign(builder, issuer.key());
    }

    private X509Certificate server(
            PublicKey key,
            String role,
            List<String> hosts,
            Credentials issuer,
            Duration life,
            KeyPurposeId... purposes) {
        Limits.requireInRange("the number of a " + role + "'s hosts", hosts.size(), 1, HOSTS_MAX);
        GeneralName[] names =
                hosts.stream().map(CertificateProfile::generalName).toArray(GeneralName[]::new);
        var builder = member(key, role, issuer, life, purposes);
        try {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        } catch (CertIOException e) {
            throw unbuildable(e);
        }
        return sign(builder, issuer.key());
    }

    private X509v3CertificateBuilder member(
            PublicKey key, String role, Credentials issuer, Duration life, KeyPurposeId... purposes) {
        X509Certificate authority = issuer.chain().get(0);
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, owner)
                .addRDN(BCStyle.OU, role)
                .addRDN(BCStyle.CN, NodeId.of(key).toHex())
                .build();
        Instant now = now();
        Instant authorityEnd = authority.getNotAfter().toInstant();
        if (!now.isBefore(authorityEnd)) {
            throw new IllegalStateException(
                    "the owner's certificate ended at " + authorityEnd + "; nothing more can be issued under it");
        }
        Instant end = now.plus(life).isBefore(authorityEnd) ? now.plus(life) : authorityEnd;
        X500Name issuerName =
                X500Name.getInstance(authority.getSubjectX500Principal().getEncoded());
        var builder =
                new JcaX509v3CertificateBuilder(issuerName, serial(), notBefore(now), Date.from(end), subject, key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            addKeyIdentifiers(builder, key, authority.getPublicKey());
        } catch (CertIOException e) {
            throw unbuildable(e);
        }
        return builder;
    }

    private static void addAssurance(X509v3CertificateBuilder builder, Assurance assurance) {
        try {
            builder.addExtension(
                    new ASN1ObjectIdentifier(IdentityChain.ASSURANCE_OID), false, new DERUTF8String(assurance.label()));
        } catch (CertIOException e) {
            throw unbuildable(e);
        }
    }

    private static void addKeyIdentifiers(X509v3CertificateBuilder builder, PublicKey subject, PublicKey issuer)
            throws CertIOException {
        try {
            var identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(subject));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuer));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-1, which key identifiers are made with", e);
        }
    }

    /**
     * Returns {@code host}.
     *
     * @throws IllegalArgumentException if it is neither a DNS name nor an IP address
     */
    public static String requireHost(String host) {
        if (!IPAddress.isValid(host) && !DNS_NAME.matcher(host).matches()) {
            throw new IllegalArgumentException("'" + host + "' is neither a DNS name nor an IP address");
        }
        return host;
    }

    private static GeneralName generalName(String host) {
        requireHost(host);
        return new GeneralName(IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, HardwareKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.handle())));
        } catch (OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("this key can't sign certificates: " + key.description(), e);
        }
    }

    /** A list of revoked certificates (RFC 5280 section 5), in DER. */
    public Bytes revocationList(List<Revocation> revoked, BigInteger number, Duration life, Credentials issuer) {
        X509Certificate authority = issuer.chain().get(0);
        Instant now = now();
        var builder = new X509v2CRLBuilder(
                X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()), Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(life)));
        for (Revocation one : revoked) {
            builder.addCRLEntry(
                    one.serial(),
                    Date.from(one.at()),
                    one.ceased() ? CRLReason.cessationOfOperation : CRLReason.unspecified);
        }
        try {
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.getPublicKey()));
            return Bytes.copyOf(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(issuer.key().handle()))
                    .getEncoded());
        } catch (OperatorCreationException | NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException(
                    "this key can't sign a list of revocations: " + issuer.key().description(), e);
        }
    }

    /** {@code content} and the certificate of {@code signer} in CMS signed data. */
    public Bytes sign(Bytes content, Credentials signer) {
        try {
            X509Certificate certificate = signer.chain().get(0);
            var generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .build("SHA256withECDSA", signer.key().handle(), certificate));
            generator.addCertificates(new JcaCertStore(List.of(certificate)));
            return Bytes.copyOf(generator
                    .generate(new CMSProcessableByteArray(content.toArray()), true)
                    .getEncoded(ASN1Encoding.DER));
        } catch (OperatorCreationException | CertificateException | CMSException | IOException e) {
            throw new IllegalStateException(
                    "this key can't sign: " + signer.key().description(), e);
        }
    }

    private static IllegalStateException unbuildable(CertIOException e) {
        return new IllegalStateException("a certificate extension can't be encoded", e);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.wallMillis());
    }

    private static Date notBefore(Instant now) {
        return Date.from(now.minus(CLOCK_SKEW)); // a node whose clock lags must not be refused at once
    }

    private BigInteger serial() {
        byte[] serial = new byte[SERIAL_BYTES];
        random.nextBytes(serial);
        serial[0] = (byte) ((serial[0] & 0x7f) | 0x40); // positive, and always of the same length
        return new BigInteger(1, serial);
    }
}
