package io.signet.simulator.virtual;

import io.signet.statement.Bytes;
import io.signet.statement.cose.OkpKeys;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.random.RandomGenerator;

/** Public keys of the real kinds, marked so that {@link SimulatedSignatures} knows them, with secrets that hold nothing. */
final class SimulatedKeys {
    /** The first bytes of a marked key: of the x-coordinate on P-256, of the encoding of an Ed25519 key. */
    private static final long MARK = 0x5349474e4554_0001L;

    private static final int KEY_BYTES = 32;
    private static final int MARK_BITS = 64;
    private static final ECParameterSpec P256 = p256();
    private static final BigInteger PRIME = ((ECFieldFp) P256.getCurve().getField()).getP();

    private SimulatedKeys() {}

    /**
     * Stands for a private key.
     *
     * @param publicKey its public half
     */
    record Secret(PublicKey publicKey) implements PrivateKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return publicKey.getAlgorithm();
        }

        /** None: there is no key behind it. */
        @Override
        public String getFormat() {
            return "SIMULATED";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    static boolean isSimulated(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return isMarked(ec.getW().getAffineX());
        }
        return key instanceof EdECPublicKey ed && isMarked(ed.getPoint().getY());
    }

    private static boolean isMarked(BigInteger number) {
        return number.bitLength() <= 8 * KEY_BYTES
                && number.shiftRight(8 * KEY_BYTES - MARK_BITS).equals(BigInteger.valueOf(MARK));
    }

    /** A marked point of P-256 drawn from {@code random}; nobody knows its logarithm. */
    static ECPublicKey p256(RandomGenerator random) {
        byte[] low = new byte[KEY_BYTES - Long.BYTES];
        BigInteger three = BigInteger.valueOf(3);
        BigInteger exponent = PRIME.add(BigInteger.ONE).shiftRight(2); // a square root, as PRIME is 3 modulo 4
        while (true) {
            random.nextBytes(low);
            BigInteger x = BigInteger.valueOf(MARK).shiftLeft(8 * low.length).or(new BigInteger(1, low));
            BigInteger square = x.multiply(x)
                    .subtract(three)
                    .multiply(x)
                    .add(P256.getCurve().getB())
                    .mod(PRIME);
            BigInteger y = square.modPow(exponent, PRIME);
            if (y.multiply(y).mod(PRIME).equals(square)) {
                return point(x, y);
            }
        }
    }

    private static ECPublicKey point(BigInteger x, BigInteger y) {
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), P256));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no P-256", e);
        }
    }

    /** A marked encoding of an Ed25519 key drawn from {@code random}. */
    static Bytes ed25519(RandomGenerator random) {
        byte[] encoded = new byte[KEY_BYTES];
        random.nextBytes(encoded);
        for (int i = 0; i < Long.BYTES; i++) {
            encoded[KEY_BYTES - 1 - i] = (byte) (MARK >>> (8 * (Long.BYTES - 1 - i))); // little-endian, RFC 8032
        }
        return Bytes.copyOf(encoded);
    }

    /** The secret that goes with an encoding of {@link #ed25519}. */
    static Secret secretOf(Bytes ed25519) {
        return new Secret(OkpKeys.ed25519(ed25519));
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no P-256", e);
        }
    }
}
