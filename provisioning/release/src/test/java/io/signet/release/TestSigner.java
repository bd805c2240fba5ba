package io.signet.release;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;

/** Somebody who signs releases. */
record TestSigner(KeyPair keys, SoftwareSigner signer) {
    /** With a key that follows from {@code name}, as docs/protocol.md makes those of vectors. */
    static TestSigner ed25519(String name) {
        byte[] seed =
                Digest.sha256(Bytes.utf8("signet test vector: " + name)).value().toArray();
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new SecureRandom() {
                private static final long serialVersionUID = 1L;

                @Override
                public void nextBytes(byte[] bytes) {
                    System.arraycopy(seed, 0, bytes, 0, bytes.length);
                }
            });
            KeyPair keys = generator.generateKeyPair();
            return new TestSigner(keys, SoftwareSigner.ofEd25519(keys));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a new key. */
    static TestSigner p256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new TestSigner(keys, SoftwareSigner.ofP256(keys));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    ReleaseKey key() {
        return ReleaseKey.of(keys.getPublic());
    }

    SignedRoot sign(SignedRoot root) {
        try {
            return root.signedBy(signer, key());
        } catch (SigningException e) {
            throw new IllegalStateException(e);
        }
    }

    SignedRelease sign(SignedRelease release) {
        try {
            return release.signedBy(signer, key());
        } catch (SigningException e) {
            throw new IllegalStateException(e);
        }
    }
}
