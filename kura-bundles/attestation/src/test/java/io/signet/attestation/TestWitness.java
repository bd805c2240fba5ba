package io.signet.attestation;

import io.signet.statement.Cosignature;
import io.signet.statement.IdentityChain;
import io.signet.statement.SessionCertificate;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.OkpKeys;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/** A witness that cosigns whatever it is shown. */
final class TestWitness {
    private final IdentityChain chain;
    private final SoftwareSigner signer;
    private final SessionCertificate session;

    TestWitness() {
        TestKey key = new TestKey();
        KeyPair signing = draw("Ed25519");
        chain = TestCertificate.of(key);
        signer = SoftwareSigner.ofEd25519(signing);
        try {
            session = SessionCertificate.issue(
                    SoftwareSigner.ofP256(key.keys()),
                    key.node(),
                    OkpKeys.ed25519(signing.getPublic()),
                    OkpKeys.x25519(draw("X25519").getPublic()),
                    0,
                    86_400_000);
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair draw(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    Cosignature sign(TreeHead head) {
        try {
            return Cosignature.sign(signer, session, chain, head, head.timeMillis());
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }
}
