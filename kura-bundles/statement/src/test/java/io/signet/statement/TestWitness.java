package io.signet.statement;

import io.signet.statement.cose.OkpKeys;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import java.security.KeyPair;

/** A witness with a session key for a day. */
record TestWitness(TestPki.Node node, KeyPair sessionKeys, SessionCertificate session) {
    static final long LIFE_MILLIS = 86_400_000;

    static TestWitness of(TestPki.Node node) {
        return of(node, TestPki.NOW_MILLIS - 1000);
    }

    static TestWitness of(TestPki.Node node, long fromMillis) {
        KeyPair keys = TestPki.ed25519();
        try {
            SessionCertificate certificate = SessionCertificate.issue(
                    node.signer(),
                    node.id(),
                    OkpKeys.ed25519(keys.getPublic()),
                    OkpKeys.x25519(TestPki.keys("X25519", "").getPublic()),
                    fromMillis,
                    fromMillis + LIFE_MILLIS);
            return new TestWitness(node, keys, certificate);
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    Cosignature sign(TreeHead head, long timeMillis) {
        try {
            return Cosignature.sign(SoftwareSigner.ofEd25519(sessionKeys), session, node.chain(), head, timeMillis);
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }
}
