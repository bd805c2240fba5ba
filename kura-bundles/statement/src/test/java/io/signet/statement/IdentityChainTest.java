package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.TestPki.Certificate;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class IdentityChainTest {
    private static final TestPki.Issuer OWNER = FuzzSeeds.OWNER;

    private final KeyPair keys = TestPki.p256();
    private final String id = NodeId.of(keys.getPublic()).toHex();

    private static void assertRefused(X509Certificate leaf, String reason) {
        List<X509Certificate> chain = List.of(leaf);
        assertThatThrownBy(() -> IdentityChain.of(chain))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private X509Certificate subject(String subject) {
        return new Certificate(keys, subject).assurance("software").issue(OWNER);
    }

    @Test
    void nodesCertificate_tellsNodeOwnerAndAssurance() {
        X509Certificate leaf = Certificate.ofNode(keys, "Anna & sons")
                .assurance("pkcs11")
                .usage(KeyUsage.digitalSignature)
                .issue(OWNER);
        IdentityChain chain = IdentityChain.of(List.of(leaf));
        assertThat(chain.node().toHex()).isEqualTo(id);
        assertThat(chain.owner()).isEqualTo("Anna & sons");
        assertThat(chain.assurance()).isEqualTo(Assurance.PKCS11);
        assertThat(chain.identityKey()).isEqualTo(keys.getPublic());
        assertThat(chain).hasToString("node " + id + " of Anna & sons (pkcs11)");
    }

    @Test
    void sameCertificates_areEqual() throws MalformedException {
        IdentityChain chain = FuzzSeeds.NODE.chain();
        IdentityChain again = IdentityChain.decode(chain.encode());
        assertThat(again).isEqualTo(chain).hasSameHashCodeAs(chain).isNotEqualTo(FuzzSeeds.ED25519_NODE.chain());
    }

    @Test
    void missingOrUnknownAssurance_isRefused() {
        assertRefused(Certificate.ofNode(keys, "Anna").issue(OWNER), "assurance");
        assertRefused(Certificate.ofNode(keys, "Anna").assurance("magic").issue(OWNER), "assurance");
        byte[] notUtf8String = {0x13, 4, 't', 'p', 'm', '2'};
        assertRefused(
                Certificate.ofNode(keys, "Anna")
                        .extension(IdentityChain.ASSURANCE_OID, false, notUtf8String)
                        .issue(OWNER),
                "tag");
    }

    @Test
    void subjectThatIsNotOneNameAndOneOwner_isRefused() {
        assertRefused(subject("CN=" + id), "organisation");
        assertRefused(subject("O=Anna"), "common name");
        assertRefused(subject("CN=0123456789abcdef0123456789abcdef,O=Anna"), "not the id of its key");
        assertRefused(subject("CN=" + id + ",CN=" + id + ",O=Anna"), "twice");
        assertRefused(subject("CN=" + id + ",O=Anna,O=Bert"), "twice");
        assertRefused(subject("CN=" + id + ",O=An\u202ena"), "visible");
        assertRefused(subject("CN=" + id + ",O=An\u0007na"), "visible");
        assertRefused(subject("CN=" + id + ",O=" + "a".repeat(65)), "64");
    }

    @Test
    void ownersName_mayBeOfAnyScript() {
        assertThat(IdentityChain.of(List.of(subject("CN=" + id + ",O=K\u00e4serei M\u00fcller")))
                        .owner())
                .isEqualTo("K\u00e4serei M\u00fcller");
    }

    @Test
    void otherAttributesOfASubject_areIgnored() {
        assertThat(IdentityChain.of(List.of(subject("C=CH,CN=" + id + ",OU=Lab,O=Anna")))
                        .owner())
                .isEqualTo("Anna");
    }

    @Test
    void authoritysCertificate_isNoNodes() {
        assertRefused(
                Certificate.ofNode(keys, "Anna")
                        .assurance("software")
                        .authority()
                        .issue(OWNER),
                "authority");
    }

    @Test
    void certificateThatMayNotSign_isRefused() {
        assertRefused(
                Certificate.ofNode(keys, "Anna")
                        .assurance("software")
                        .usage(KeyUsage.keyAgreement)
                        .issue(OWNER),
                "digital signatures");
    }

    @Test
    void keyOfAnotherKind_isRefused() {
        for (KeyPair other :
                List.of(TestPki.keys("RSA", ""), TestPki.keys("EC", "secp384r1"), TestPki.keys("X25519", ""))) {
            assertRefused(
                    Certificate.ofNode(other, "Anna").assurance("software").issue(OWNER), "P-256");
        }
    }

    @Test
    void noneOrTooManyCertificates_areRefused() {
        Bytes leaf = FuzzSeeds.NODE.chain().certificates().get(0);
        assertThatThrownBy(() -> new IdentityChain(List.of())).isInstanceOf(IllegalArgumentException.class);
        List<Bytes> five = new ArrayList<>(Collections.nCopies(5, leaf));
        assertThatThrownBy(() -> new IdentityChain(five)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void encodingThatIsNotExactlyDer_isRefused() throws CertificateEncodingException {
        byte[] der = FuzzSeeds.NODE.chain().leaf().getEncoded();
        String pem = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
        List<Bytes> chain = List.of(Bytes.copyOf(pem.getBytes(StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> new IdentityChain(chain)).isInstanceOf(IllegalArgumentException.class);
        byte[] longer = Arrays.copyOf(der, der.length + 1);
        List<Bytes> followed = List.of(Bytes.copyOf(longer));
        assertThatThrownBy(() -> new IdentityChain(followed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("follow");
        List<Bytes> large = List.of(Bytes.copyOf(new byte[IdentityChain.CERTIFICATE_SIZE_BYTES_MAX + 1]));
        assertThatThrownBy(() -> new IdentityChain(large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most");
    }
}
