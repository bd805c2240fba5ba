package io.signet.statement.cose;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.Test;

/** Signatures of the platform, checked by Bouncy Castle, and the other way round. */
class BouncyCastleInterop {
    private static final Bytes MESSAGE = Bytes.utf8("signed by one, verified by the other");

    private static KeyPair keys(String algorithm, int size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        return generator.generateKeyPair();
    }

    private static byte[] sha256(Bytes message) {
        return Digest.sha256(message).value().toArray();
    }

    @Test
    void es256Signature_isVerifiedByBouncyCastle() throws GeneralSecurityException, SigningException, IOException {
        KeyPair keys = keys("EC", 256);
        byte[] signature = CoseAlgorithm.ES256.sign(keys.getPrivate(), MESSAGE).toArray();
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, (ECPublicKeyParameters)
                PublicKeyFactory.createKey(keys.getPublic().getEncoded()));
        assertThat(verifier.verifySignature(
                        sha256(MESSAGE),
                        new BigInteger(1, Arrays.copyOf(signature, 32)),
                        new BigInteger(1, Arrays.copyOfRange(signature, 32, 64))))
                .isTrue();
    }

    @Test
    void bouncyCastlesEs256Signature_isVerifiedOnceItsSIsTheLower()
            throws GeneralSecurityException, SigningException, IOException {
        KeyPair keys = keys("EC", 256);
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, (ECPrivateKeyParameters)
                PrivateKeyFactory.createKey(((ECPrivateKey) keys.getPrivate()).getEncoded()));
        BigInteger[] pair = signer.generateSignature(sha256(MESSAGE));
        Bytes raw = Bytes.fromHex(String.format("%064x%064x", pair[0], pair[1]));
        assertThat(CoseAlgorithm.ES256.verify(keys.getPublic(), MESSAGE, CoseAlgorithm.ES256.normalise(raw)))
                .isTrue();
    }

    @Test
    void ed25519Signatures_areTheSame() throws GeneralSecurityException, SigningException, CryptoException {
        KeyPair keys = keys("Ed25519", 255);
        byte[] seed = ((EdECPrivateKey) keys.getPrivate()).getBytes().orElseThrow();
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, new Ed25519PrivateKeyParameters(seed));
        signer.update(MESSAGE.toArray(), 0, MESSAGE.size());
        Bytes signature = Bytes.copyOf(signer.generateSignature());
        assertThat(CoseAlgorithm.EDDSA.sign(keys.getPrivate(), MESSAGE)).isEqualTo(signature);
        assertThat(CoseAlgorithm.EDDSA.verify(keys.getPublic(), MESSAGE, signature))
                .isTrue();
    }
}
