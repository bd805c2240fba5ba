package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.SoftwareKey;
import io.signet.cli.TestCertificate.Issuer;
import io.signet.statement.Bytes;
import io.signet.statement.IdentityChain;
import io.signet.statement.TrustPolicy;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Certificates of every kind lead to an owner in the browser if they do in Java. */
class BrowserPathsInterop extends BrowserVerifierFixture {
    private static final String OWNER = "Anna Muster";
    private static final X500Name NAME = name(OWNER);
    private static final X500Name BETWEEN = new X500Name("CN=Branch,O=Anna Muster");
    private static final ASN1ObjectIdentifier ODD = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    private static final String POLICIES = Extension.certificatePolicies.getId();

    private static SoftwareKey key;
    private static Issuer owner;
    private static Issuer branch;
    private static X509Certificate root;

    @BeforeAll
    static void makeKeys() throws Exception {
        key = samples.softwareKey("node-of-paths");
        owner = new Issuer(NAME, TestCertificate.keys("secp256r1"), "SHA256withECDSA");
        branch = new Issuer(BETWEEN, TestCertificate.keys("secp256r1"), "SHA256withECDSA");
        root = authority().issuedBy(owner);
    }

    private static X500Name name(String organisation) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, new DERUTF8String(organisation))
                .build();
    }

    private static TestCertificate node() throws Exception {
        return TestCertificate.ofNode(key.publicKey(), OWNER);
    }

    private static TestCertificate authority() throws Exception {
        return TestCertificate.ofAuthority(NAME, owner.keys().getPublic());
    }

    private static TestCertificate between() throws Exception {
        return TestCertificate.ofAuthority(BETWEEN, branch.keys().getPublic());
    }

    /** A proof with these certificates, the node's first. */
    private static Bytes file(X509Certificate... certificates) throws Exception {
        List<Bytes> encoded = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            encoded.add(TestCertificate.der(certificate));
        }
        return ProofSamples.proof(key, new IdentityChain(encoded), ProofSamples.outputs(1, 1))
                .encode();
    }

    private static String both(X509Certificate anchor, X509Certificate... certificates) throws Exception {
        return both(file(certificates), TrustPolicy.of(List.of(anchor)), now());
    }

    @Test
    void ownersKeys_ofEveryKind() throws Exception {
        for (Map.Entry<String, List<String>> kind : Map.of(
                        "secp384r1", List.of("SHA384withECDSA", "SHA256withECDSA"),
                        "secp521r1", List.of("SHA512withECDSA"),
                        "Ed25519", List.of("Ed25519"),
                        "RSA-2048",
                                List.of(
                                        "SHA256withRSA",
                                        "SHA384withRSA",
                                        "SHA512withRSA",
                                        "SHA1withRSA",
                                        "SHA256withRSAandMGF1",
                                        "SHA512withRSAandMGF1"))
                .entrySet()) {
            KeyPair keys = TestCertificate.keys(kind.getKey());
            PublicKey another = TestCertificate.keys(kind.getKey()).getPublic();
            for (String algorithm : kind.getValue()) {
                Issuer issuer = new Issuer(NAME, keys, algorithm);
                X509Certificate anchor =
                        TestCertificate.ofAuthority(NAME, keys.getPublic()).issuedBy(issuer);
                assertThat(both(anchor, node().issuedBy(issuer))).as(algorithm).isEqualTo("good");
                X509Certificate namesake =
                        TestCertificate.ofAuthority(NAME, another).issuedBy(issuer);
                assertThat(both(namesake, node().issuedBy(issuer)))
                        .as(algorithm)
                        .isEqualTo("untrusted-owner");
            }
        }
        Issuer small = new Issuer(NAME, TestCertificate.keys("RSA-512"), "SHA256withRSA");
        X509Certificate anchor =
                TestCertificate.ofAuthority(NAME, small.keys().getPublic()).issuedBy(small);
        assertThat(both(anchor, node().issuedBy(small))).isEqualTo("untrusted-owner");
    }

    @Test
    void certificatesBetween_haveToBeAuthorities() throws Exception {
        X509Certificate leaf = node().issuedBy(branch);
        String constraints = Extension.basicConstraints.getId();
        String usage = Extension.keyUsage.getId();
        assertThat(both(root, leaf, between().issuedBy(owner))).isEqualTo("good");
        assertThat(both(root, leaf)).isEqualTo("untrusted-owner");
        assertThat(both(
                        root,
                        leaf,
                        between()
                                .with(constraints, true, new BasicConstraints(0))
                                .issuedBy(owner)))
                .isEqualTo("good");
        assertThat(both(root, leaf, between().without(usage).issuedBy(owner))).isEqualTo("good");
        assertThat(both(root, leaf, between().without(constraints).issuedBy(owner)))
                .isEqualTo("untrusted-owner");
        assertThat(both(
                        root,
                        leaf,
                        between()
                                .with(constraints, true, new BasicConstraints(false))
                                .issuedBy(owner)))
                .isEqualTo("untrusted-owner");
        assertThat(both(
                        root,
                        leaf,
                        between()
                                .with(usage, true, new KeyUsage(KeyUsage.digitalSignature))
                                .issuedBy(owner)))
                .isEqualTo("untrusted-owner");
        assertThat(both(
                        root,
                        leaf,
                        between()
                                .with(usage, true, new KeyUsage(KeyUsage.decipherOnly))
                                .issuedBy(owner)))
                .isEqualTo("untrusted-owner");
        assertThat(both(root, leaf, between().issuedBy(branch))).isEqualTo("untrusted-owner");
        X509Certificate narrowRoot =
                authority().with(constraints, true, new BasicConstraints(0)).issuedBy(owner);
        both(narrowRoot, leaf, between().issuedBy(owner));
    }

    @Test
    void longerPaths_endWhereACertificateSays() throws Exception {
        X500Name second = new X500Name("CN=Desk,O=Anna Muster");
        KeyPair keys = TestCertificate.keys("secp256r1");
        Issuer desk = new Issuer(second, keys, "SHA256withECDSA");
        X509Certificate leaf = node().issuedBy(desk);
        X509Certificate last =
                TestCertificate.ofAuthority(second, keys.getPublic()).issuedBy(branch);
        String constraints = Extension.basicConstraints.getId();
        assertThat(both(root, leaf, last, between().issuedBy(owner))).isEqualTo("good");
        assertThat(both(
                        root,
                        leaf,
                        last,
                        between()
                                .with(constraints, true, new BasicConstraints(1))
                                .issuedBy(owner)))
                .isEqualTo("good");
        assertThat(both(
                        root,
                        leaf,
                        last,
                        between()
                                .with(constraints, true, new BasicConstraints(0))
                                .issuedBy(owner)))
                .isEqualTo("untrusted-owner");
        X509Certificate selfIssued = TestCertificate.ofAuthority(
                        BETWEEN, branch.keys().getPublic())
                .serial(BigInteger.TEN)
                .issuedBy(branch);
        both(
                root,
                leaf,
                last,
                selfIssued,
                between().with(constraints, true, new BasicConstraints(1)).issuedBy(owner));
        assertThat(both(root, leaf, between().issuedBy(owner), last)).isEqualTo("untrusted-owner");
    }

    @Test
    void extensions_areUnderstoodOrRefused() throws Exception {
        assertThat(both(
                        root,
                        node().with(ODD.getId(), false, new DERUTF8String("x")).issuedBy(owner)))
                .isEqualTo("good");
        assertThat(both(
                        root,
                        node().with(ODD.getId(), true, new DERUTF8String("x")).issuedBy(owner)))
                .isEqualTo("untrusted-owner");
        var purposes = new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
        var names = new GeneralNames(new GeneralName(GeneralName.dNSName, "node.example"));
        assertThat(both(
                        root,
                        node().with(Extension.extendedKeyUsage.getId(), true, purposes)
                                .with(Extension.subjectAlternativeName.getId(), true, names)
                                .issuedBy(owner)))
                .isEqualTo("good");
        var plain = new CertificatePolicies(new PolicyInformation(ODD));
        var qualified = new CertificatePolicies(new PolicyInformation(ODD, qualifier()));
        assertThat(both(root, node().with(POLICIES, true, plain).issuedBy(owner)))
                .isEqualTo("good");
        assertThat(both(root, node().with(POLICIES, false, qualified).issuedBy(owner)))
                .isEqualTo("good");
        assertThat(both(root, node().with(POLICIES, true, qualified).issuedBy(owner)))
                .isEqualTo("untrusted-owner");
    }

    private static DERSequence qualifier() {
        var cps = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.2.1");
        return new DERSequence(new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
            cps, new org.bouncycastle.asn1.DERIA5String("https://example.org/")
        }));
    }

    @Test
    void constraintsOfNames_areNotFollowedInTheBrowser_soNothingIsClaimed() throws Exception {
        var permitted = new NameConstraints(
                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(new X500Name("O=Anna Muster")))}, null);
        X509Certificate constrained = between()
                .with(Extension.nameConstraints.getId(), true, permitted)
                .issuedBy(owner);
        Bytes file = file(node().issuedBy(branch), constrained);
        assertThat(browser.words(file, List.of(Edit.NONE), TrustPolicy.of(List.of(root)), now()))
                .containsExactly("not-checked-here");
    }

    @Test
    void namesAndKeyIds_leadToTheIssuer() throws Exception {
        X509Certificate leaf = node().issuedBy(owner);
        for (String other : List.of("anna  MUSTER", " Anna Muster ", "Anna Muster2", "Anna")) {
            X509Certificate named = TestCertificate.ofNode(key.publicKey(), OWNER)
                    .issuedBy(new Issuer(name(other), owner.keys(), "SHA256withECDSA"));
            assertThat(both(root, named))
                    .as(other)
                    .isEqualTo(other.strip().length() > 10 && !other.endsWith("2") ? "good" : "untrusted-owner");
        }
        X500Name printable = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, new DERPrintableString(OWNER))
                .build();
        assertThat(both(root, node().issuedBy(new Issuer(printable, owner.keys(), "SHA256withECDSA"))))
                .isEqualTo("good");
        X509Certificate otherOwner =
                TestCertificate.ofNode(key.publicKey(), "Berta").issuedBy(owner);
        assertThat(both(root, otherOwner)).isEqualTo("untrusted-owner");
        X509Certificate namesake =
                TestCertificate.ofAuthority(NAME, branch.keys().getPublic()).issuedBy(branch);
        TrustPolicy two = TrustPolicy.of(List.of(namesake, root));
        assertThat(both(file(leaf), two, now())).isEqualTo("good");
        assertKeyIds();
    }

    private static void assertKeyIds() throws Exception {
        String subjectId = Extension.subjectKeyIdentifier.getId();
        String authorityId = Extension.authorityKeyIdentifier.getId();
        X509Certificate identified = authority()
                .with(subjectId, false, new SubjectKeyIdentifier(new byte[] {1, 2, 3}))
                .issuedBy(owner);
        X509Certificate right = node().with(authorityId, false, new AuthorityKeyIdentifier(new byte[] {1, 2, 3}))
                .issuedBy(owner);
        X509Certificate wrong = node().with(authorityId, false, new AuthorityKeyIdentifier(new byte[] {1, 2, 4}))
                .issuedBy(owner);
        assertThat(both(identified, right)).isEqualTo("good");
        assertThat(both(root, wrong)).isEqualTo("good");
        assertThat(both(identified, wrong)).isEqualTo("untrusted-owner");
        GeneralNames issuer = new GeneralNames(new GeneralName(NAME));
        for (int serial : new int[] {4711, 4712}) {
            var numbered = new AuthorityKeyIdentifier(issuer, BigInteger.valueOf(serial));
            assertThat(both(root, node().with(authorityId, false, numbered).issuedBy(owner)))
                    .isEqualTo(serial == 4711 ? "good" : "untrusted-owner");
        }
    }

    @Test
    void validity_isThatOfAllTogether() throws Exception {
        Instant stated = ProofSamples.STATED;
        Duration day = Duration.ofDays(1);
        X509Certificate leaf = node().issuedBy(branch);
        record Time(Instant from, Instant to, String word) {}
        for (Time time : Set.of(
                new Time(stated.minus(day), stated.plus(day), "good"),
                new Time(stated.minus(day), stated.minusSeconds(2), "expired-certificate"),
                new Time(stated.plusSeconds(2), stated.plus(day), "expired-certificate"),
                new Time(stated.minus(day.multipliedBy(9)), stated.minus(day.multipliedBy(8)), "expired-certificate"),
                new Time(stated.minus(day), Instant.parse("2090-01-01T00:00:00Z"), "good"))) {
            X509Certificate middle = between().valid(time.from(), time.to()).issuedBy(owner);
            assertThat(both(root, leaf, middle)).as("%s", time).isEqualTo(time.word());
            X509Certificate timedRoot =
                    authority().valid(time.from(), time.to()).issuedBy(owner);
            assertThat(both(timedRoot, node().issuedBy(owner))).as("%s", time).isEqualTo(time.word());
        }
    }
}
