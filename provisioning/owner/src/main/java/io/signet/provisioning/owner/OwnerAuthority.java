package io.signet.provisioning.owner;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.internal.CertificateProfile;
import io.signet.provisioning.internal.SafeFiles;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * An owner's certificate authority: an ECDSA key on P-256 and a self-signed certificate (RFC 5280) in one directory. It
 * says which keys belong to the owner's nodes and requesters, and what protects them. Whoever trusts the owner's
 * certificate believes it. Thread-safe as far as {@code random} is.
 */
public final class OwnerAuthority {
    /** The file with the owner's certificate. */
    public static final String CERTIFICATE_FILE = "owner.pem";

    /** The file with the owner's key, which only its user can read. */
    public static final String KEY_FILE = "owner.key";

    /**
     * The extension of a node's certificate with the SHA-256 of the {@linkplain io.signet.statement.evidence.Evidence
     * evidence} that it was issued by, an OCTET STRING; its arc comes from a UUID (X.667), so that it needs no registration.
     */
    public static final String EVIDENCE_OID = "2.25.61379194754889733814369123630444341943.1";

    /** How long the owner's certificate is valid. */
    public static final Duration AUTHORITY_LIFE = Duration.ofDays(3_650);

    /** How long a member's certificate is valid, unless the owner's ends before, or he wants a node's to last otherwise. */
    public static final Duration MEMBER_LIFE = Duration.ofDays(365);

    /** The least that a node's certificate lasts: it is renewed in the last third, for which a registrar needs days. */
    public static final Duration NODE_LIFE_MIN = Duration.ofDays(7);

    /** The most that a node's certificate lasts. */
    public static final Duration NODE_LIFE_MAX = Duration.ofDays(825);

    /** Longest name of an owner: the upper bound of an organization's name (RFC 5280 appendix A). */
    public static final int NAME_CHARS_MAX = 64;

    private static final Pattern NAME = Pattern.compile("[ -~]{1," + NAME_CHARS_MAX + "}");

    private final Credentials credentials;
    private final CertificateProfile profile;
    private final Duration nodeLife;

    private OwnerAuthority(Credentials credentials, String name, Clock clock, RandomGenerator random) {
        this(credentials, new CertificateProfile(name, clock, random), MEMBER_LIFE);
    }

    private OwnerAuthority(Credentials credentials, CertificateProfile profile, Duration nodeLife) {
        this.credentials = credentials;
        this.profile = profile;
        this.nodeLife = nodeLife;
    }

    /**
     * Makes the authority of the owner called {@code name} in {@code directory}, completely or not at all.
     *
     * @param random for serial numbers, which nobody should be able to foretell: a {@link java.security.SecureRandom}
     * @throws java.nio.file.FileAlreadyExistsException if the directory exists and is not empty
     * @throws ProvisioningException if the key can't be written
     * @throws IllegalArgumentException if the name is none, see {@link #requireName}
     */
    public static OwnerAuthority create(Path directory, String name, Clock clock, RandomGenerator random)
            throws IOException, ProvisioningException {
        requireName(name);
        CertificateProfile profile = new CertificateProfile(name, clock, random);
        SafeFiles.createDirectory(directory, partial -> {
            HardwareKey key = Credentials.createKey(partial.resolve(KEY_FILE));
            Certificates.write(partial.resolve(CERTIFICATE_FILE), List.of(profile.selfSigned(key, AUTHORITY_LIFE)));
        });
        return open(directory, clock, random);
    }

    /**
     * The same, but its key is encrypted by a passphrase ({@link ProtectedKey}).
     *
     * @param passphrase see {@link ProtectedKey#requirePassphrase}; stays the caller's to wipe
     */
    public static OwnerAuthority create(
            Path directory, String name, char[] passphrase, Clock clock, RandomGenerator random)
            throws IOException, ProvisioningException {
        requireName(name);
        CertificateProfile profile = new CertificateProfile(name, clock, random);
        SafeFiles.createDirectory(directory, partial -> {
            HardwareKey key = ProtectedKey.create(partial.resolve(KEY_FILE), passphrase, random);
            Certificates.write(partial.resolve(CERTIFICATE_FILE), List.of(profile.selfSigned(key, AUTHORITY_LIFE)));
        });
        return open(directory, passphrase, clock, random);
    }

    /**
     * Opens the authority in {@code directory}, whose key is encrypted by a passphrase.
     *
     * @throws ProvisioningException if a file is missing or wrong, the passphrase is another, or the certificate is no
     *     authority's
     */
    public static OwnerAuthority open(Path directory, char[] passphrase, Clock clock, RandomGenerator random)
            throws ProvisioningException {
        List<X509Certificate> chain = Certificates.read(directory.resolve(CERTIFICATE_FILE));
        HardwareKey key = ProtectedKey.open(directory.resolve(KEY_FILE), passphrase);
        if (!Arrays.equals(
                key.publicKey().getEncoded(), chain.get(0).getPublicKey().getEncoded())) {
            throw ProvisioningException.in(
                    directory.resolve(CERTIFICATE_FILE), "is not for the key in " + directory.resolve(KEY_FILE));
        }
        return of(new Credentials(key, chain), clock, random);
    }

    /**
     * A new authority in memory, whose key is kept elsewhere.
     *
     * @param random as in {@link #create}
     * @throws IllegalArgumentException if the name is none, see {@link #requireName}
     */
    public static OwnerAuthority selfSigned(HardwareKey key, String name, Clock clock, RandomGenerator random) {
        requireName(name);
        X509Certificate certificate = new CertificateProfile(name, clock, random).selfSigned(key, AUTHORITY_LIFE);
        return new OwnerAuthority(new Credentials(key, List.of(certificate)), name, clock, random);
    }

    /**
     * The authority of an owner whose key is kept elsewhere.
     *
     * @param random as in {@link #create}
     * @throws ProvisioningException if the certificate is no authority's, or names nobody
     */
    public static OwnerAuthority of(Credentials credentials, Clock clock, RandomGenerator random)
            throws ProvisioningException {
        X509Certificate certificate = credentials.chain().get(0);
        if (certificate.getBasicConstraints() < 0) {
            throw new ProvisioningException("the owner's certificate is no certificate authority's");
        }
        String name = CertificateProfile.organization(certificate)
                .orElseThrow(() -> new ProvisioningException("the owner's certificate names no organization (O)"));
        return new OwnerAuthority(credentials, name, clock, random);
    }

    /**
     * Returns {@code name}.
     *
     * @throws IllegalArgumentException if it is not 1 to {@link #NAME_CHARS_MAX} characters of printable ASCII, which is
     *     what an identity can carry, or is blank
     */
    public static String requireName(String name) {
        if (name.isBlank() || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the owner's name must be 1 to " + NAME_CHARS_MAX + " characters of printable ASCII");
        }
        return name;
    }

    /**
     * Opens the authority in {@code directory}.
     *
     * @throws ProvisioningException if a file is missing or wrong, or the certificate is no authority's
     */
    public static OwnerAuthority open(Path directory, Clock clock, RandomGenerator random)
            throws ProvisioningException {
        Path certificateFile = directory.resolve(CERTIFICATE_FILE);
        Credentials credentials = Credentials.load(directory.resolve(KEY_FILE), certificateFile);
        X509Certificate certificate = credentials.chain().get(0);
        if (certificate.getBasicConstraints() < 0) {
            throw ProvisioningException.in(certificateFile, "is no certificate authority");
        }
        String name = CertificateProfile.organization(certificate)
                .orElseThrow(() -> ProvisioningException.in(certificateFile, "names no organization (O)"));
        return new OwnerAuthority(credentials, name, clock, random);
    }

    /**
     * The same authority, whose nodes' certificates last for {@code life}.
     *
     * @param life {@link #NODE_LIFE_MIN} to {@link #NODE_LIFE_MAX}
     */
    public OwnerAuthority withNodeLife(Duration life) {
        Limits.requireInRange(
                "days of a node's certificate", life.toDays(), NODE_LIFE_MIN.toDays(), NODE_LIFE_MAX.toDays());
        return new OwnerAuthority(credentials, profile, life);
    }

    /** The owner's name. */
    public String name() {
        return profile.owner();
    }

    /** The certificate to trust this owner by. */
    public X509Certificate certificate() {
        return credentials.chain().get(0);
    }

    /** The SHA-256 of the certificate in DER: what the mesh calls this owner by. */
    public Digest digest() {
        try {
            return Digest.sha256(certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("the owner's certificate can't be encoded", e);
        }
    }

    /**
     * The identity of a node: it may answer, and ask.
     *
     * @param assurance what the owner knows of the key's protection; never more than that
     * @return its chain, leaf first, the owner's certificate excluded
     */
    public List<X509Certificate> issueNode(CertificateRequest request, Assurance assurance) {
        return List.of(profile.node(request.publicKey(), assurance, credentials, nodeLife));
    }

    /**
     * The same, and says by what evidence it was issued ({@link #EVIDENCE_OID}).
     *
     * @param evidence the SHA-256 of what the node showed
     */
    public List<X509Certificate> issueNode(CertificateRequest request, Assurance assurance, Digest evidence) {
        return List.of(profile.node(request.publicKey(), assurance, evidence, credentials, nodeLife));
    }

    /**
     * The identity of a requester: it may ask.
     *
     * @param assurance what the owner knows of the key's protection; never more than that
     * @return its chain, leaf first, the owner's certificate excluded
     */
    public List<X509Certificate> issueRequester(CertificateRequest request, Assurance assurance) {
        return List.of(profile.requester(request.publicKey(), assurance, credentials, MEMBER_LIFE));
    }

    /**
     * The TLS server certificate of a broker, which is no identity: a broker relays, and nothing it says is believed.
     *
     * @param hosts 1 to 32 DNS names and IP addresses by which clients call it
     * @return its chain, leaf first, the owner's certificate excluded
     * @throws IllegalArgumentException if a host is neither a DNS name nor an IP address
     */
    public List<X509Certificate> issueBroker(CertificateRequest request, List<String> hosts) {
        return List.of(profile.broker(request.publicKey(), hosts, credentials, MEMBER_LIFE));
    }

    /**
     * The TLS server certificate of the owner's registrar, which is no identity either.
     *
     * @param hosts 1 to 32 DNS names and IP addresses by which nodes call it
     * @return its chain, leaf first, the owner's certificate excluded
     * @throws IllegalArgumentException if a host is neither a DNS name nor an IP address
     */
    public List<X509Certificate> issueRegistrar(CertificateRequest request, List<String> hosts) {
        return List.of(profile.registrar(request.publicKey(), hosts, credentials, MEMBER_LIFE));
    }

    /**
     * The TLS client certificate of the owner's registrar at brokers, which is no identity either: it may say there whom nobody
     * shall believe any more.
     *
     * @param life how long it is valid
     * @return its chain, leaf first, the owner's certificate excluded
     */
    public List<X509Certificate> issueRegistrarClient(CertificateRequest request, Duration life) {
        return List.of(profile.registrarClient(request.publicKey(), credentials, life));
    }

    /**
     * Signs {@code content}: CMS signed data (RFC 5652) in DER, with the content and the owner's certificate in it.
     *
     * @throws IllegalStateException if the key can't sign now
     */
    public Bytes sign(Bytes content) {
        return profile.sign(content, credentials);
    }

    /**
     * A list of revoked certificates (RFC 5280 section 5), in DER.
     *
     * @param number greater than that of each list before
     * @param life until when a newer one is there
     */
    public Bytes revocationList(List<Revocation> revoked, BigInteger number, Duration life) {
        return profile.revocationList(revoked, number, life, credentials);
    }
}
