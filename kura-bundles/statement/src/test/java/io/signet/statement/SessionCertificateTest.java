package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.cose.OkpKeys;
import io.signet.statement.cose.SigningException;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;

class SessionCertificateTest {
    private static final TestPki.Node NODE = FuzzSeeds.NODE;
    private static final KeyPair SIGNING = TestPki.ed25519();
    private static final KeyPair SEALING = TestPki.keys("X25519", "");

    private static SessionCertificate issue(TestPki.Node signer, NodeId node, long notBefore, long notAfter)
            throws SigningException {
        return SessionCertificate.issue(
                signer.signer(),
                node,
                OkpKeys.ed25519(SIGNING.getPublic()),
                OkpKeys.x25519(SEALING.getPublic()),
                notBefore,
                notAfter);
    }

    @Test
    void certificate_isReadAndVerified() throws SigningException, MalformedException {
        for (TestPki.Node node : new TestPki.Node[] {NODE, FuzzSeeds.ED25519_NODE}) {
            SessionCertificate certificate =
                    SessionCertificate.decode(issue(node, node.id(), 1000, 2000).encoded());
            assertThat(certificate.issuedBy(node.keys().getPublic())).isTrue();
            assertThat(certificate.signingPublicKey()).isEqualTo(SIGNING.getPublic());
            assertThat(certificate.sealingPublicKey()).isEqualTo(SEALING.getPublic());
            assertThat(certificate.encoded().size()).isLessThanOrEqualTo(SessionCertificate.SIZE_BYTES_MAX);
        }
    }

    @Test
    void certificate_isValidFromItsFirstToItsLastMillisecond() throws SigningException {
        SessionCertificate certificate = issue(NODE, NODE.id(), 1000, 2000);
        assertThat(certificate.validAt(999)).isFalse();
        assertThat(certificate.validAt(1000)).isTrue();
        assertThat(certificate.validAt(2000)).isTrue();
        assertThat(certificate.validAt(2001)).isFalse();
    }

    @Test
    void certificateForAnotherNode_isNotIssuedByThisKey() throws SigningException {
        SessionCertificate stolen = issue(NODE, FuzzSeeds.ED25519_NODE.id(), 0, 1);
        assertThat(stolen.issuedBy(NODE.keys().getPublic())).isFalse();
        assertThat(stolen.issuedBy(FuzzSeeds.ED25519_NODE.keys().getPublic())).isFalse();
    }

    @Test
    void everyFlippedBit_isRefused() throws SigningException {
        byte[] encoded = issue(NODE, NODE.id(), 0, 1).encoded().toArray();
        for (int bit = 0; bit < 8 * encoded.length; bit++) {
            encoded[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(SessionCertificate.decode(Bytes.copyOf(encoded))
                                .issuedBy(NODE.keys().getPublic()))
                        .isFalse();
            } catch (MalformedException refused) {
                assertThat(refused.offset()).isNotNegative();
            }
            encoded[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void endBeforeTheBeginning_isRefused() {
        assertThatThrownBy(() -> issue(NODE, NODE.id(), 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> issue(NODE, NODE.id(), -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void componentsThatTheEncodingContradicts_areRefused() throws SigningException {
        SessionCertificate c = issue(NODE, NODE.id(), 1, 2);
        assertThatThrownBy(() -> new SessionCertificate(c.node(), c.signingKey(), c.sealingKey(), 1, 3, c.encoded()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionCertificate(c.node(), c.sealingKey(), c.signingKey(), 1, 2, c.encoded()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new SessionCertificate(c.node(), c.signingKey(), c.sealingKey(), 1, 2, FuzzSeeds.treeHead()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void treeHead_isNoSessionCertificate_norTheOtherWayRound() throws SigningException {
        assertThatThrownBy(() -> SessionCertificate.decode(FuzzSeeds.treeHead()))
                .isInstanceOf(MalformedException.class);
        Bytes encoded = issue(NODE, NODE.id(), 1, 2).encoded();
        assertThatThrownBy(() -> TreeHead.decode(encoded)).isInstanceOf(MalformedException.class);
    }
}
