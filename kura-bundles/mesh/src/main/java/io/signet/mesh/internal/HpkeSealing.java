package io.signet.mesh.internal;

import io.signet.mesh.spi.Sealing;
import io.signet.statement.Bytes;
import java.security.PrivateKey;
import java.security.interfaces.XECPrivateKey;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * Hides a message's contents from the broker: HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256),
 * HKDF-SHA256 and AES-128-GCM. Who sent it is bound by the signature around it and by the associated data.
 */
public final class HpkeSealing implements Sealing {
    /** Application context, RFC 9180 section 5.1. */
    private static final byte[] INFO = "signet/seal/1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final HPKE hpke =
            new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);

    @Override
    public Sealed seal(Bytes recipientKey, Bytes associated, Bytes plaintext) {
        HPKEContextWithEncapsulation context = hpke.setupBaseS(hpke.deserializePublicKey(recipientKey.toArray()), INFO);
        try {
            byte[] ciphertext = context.seal(associated.toArray(), plaintext.toArray());
            return new Sealed(Bytes.copyOf(context.getEncapsulation()), Bytes.copyOf(ciphertext));
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("AES-GCM refused to encrypt", e);
        }
    }

    @Override
    public Bytes open(PrivateKey key, Sealed sealed, Bytes associated) throws UnsealException {
        if (!(key instanceof XECPrivateKey x25519) || x25519.getScalar().isEmpty()) {
            throw new IllegalStateException("the sealing key is no X25519 key with a readable scalar");
        }
        X25519PrivateKeyParameters secret =
                new X25519PrivateKeyParameters(x25519.getScalar().get());
        AsymmetricCipherKeyPair pair = new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret);
        try {
            return Bytes.copyOf(hpke.setupBaseR(sealed.encapsulated().toArray(), pair, INFO)
                    .open(associated.toArray(), sealed.ciphertext().toArray()));
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
            throw new UnsealException();
        }
    }
}
