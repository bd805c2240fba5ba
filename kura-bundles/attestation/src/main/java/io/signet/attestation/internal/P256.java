package io.signet.attestation.internal;

import io.signet.statement.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** Keys on the curve P-256 (FIPS 186-5), by the platform's own provider. */
public final class P256 {
    private static final ECGenParameterSpec NAME = new ECGenParameterSpec("secp256r1");
    private static final Bytes TEST_MESSAGE = Bytes.utf8("which of the two points is this key's?");

    private P256() {}

    /** Draws a key pair. */
    public static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(NAME);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks P-256", e);
        }
    }

    /** Whether {@code key} is on this curve. */
    public static boolean accepts(ECKey key) {
        ECParameterSpec expected = parameters();
        ECParameterSpec actual = key.getParams();
        return actual.getCurve().equals(expected.getCurve())
                && actual.getGenerator().equals(expected.getGenerator())
                && actual.getOrder().equals(expected.getOrder());
    }

    /**
     * The pair that {@code key} is one half of. The platform's keys do not know their public half, and PKCS#8 need not
     * hold it. Diffie-Hellman between the key and the curve's generator gives its x, in constant time; the curve's
     * equation gives two y; a signature tells which is right.
     *
     * @throws GeneralSecurityException if {@code key} is 0 or exceeds the curve's order
     */
    public static KeyPair pairOf(ECPrivateKey key) throws GeneralSecurityException {
        ECParameterSpec curve = parameters();
        if (key.getS().signum() <= 0 || key.getS().compareTo(curve.getOrder()) >= 0) {
            throw new InvalidKeyException("its value is not 1 to the curve's order");
        }
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key);
        agreement.doPhase(publicKey(curve.getGenerator()), true);
        BigInteger x = new BigInteger(1, agreement.generateSecret());

        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger ySquared = x.pow(3)
                .add(curve.getCurve().getA().multiply(x))
                .add(curve.getCurve().getB())
                .mod(p);
        // p = 3 mod 4, so a square's root is its (p+1)/4-th power.
        BigInteger y = ySquared.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
        for (BigInteger candidate : new BigInteger[] {y, p.subtract(y)}) {
            KeyPair pair = new KeyPair(publicKey(new ECPoint(x, candidate)), key);
            if (belongsTogether(pair)) {
                return pair;
            }
        }
        throw new GeneralSecurityException("the key signs, but no public key fits it");
    }

    /** {@code key} as the platform's own provider has it, whatever provider has it now. */
    static PublicKey platformKey(ECPublicKey key) throws GeneralSecurityException {
        return publicKey(key.getW());
    }

    private static boolean belongsTogether(KeyPair pair) throws GeneralSecurityException {
        Signature ecdsa = Signature.getInstance("SHA256withECDSA");
        ecdsa.initSign(pair.getPrivate());
        ecdsa.update(TEST_MESSAGE.asBuffer());
        byte[] signature = ecdsa.sign();
        ecdsa.initVerify(pair.getPublic());
        ecdsa.update(TEST_MESSAGE.asBuffer());
        return ecdsa.verify(signature);
    }

    private static PublicKey publicKey(ECPoint point) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters()));
    }

    private static ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(NAME);
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks P-256", e);
        }
    }
}
