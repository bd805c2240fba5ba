package io.signet.statement.internal;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;

/** Points on P-256 in their uncompressed form (SEC 1 section 2.3.3): 0x04, x, y. */
public final class P256Points {
    /** Size of a point. */
    public static final int SIZE_BYTES = 65;

    /** Size of one of its coordinates. */
    public static final int COORDINATE_BYTES = 32;

    private static final byte UNCOMPRESSED = 4;

    private P256Points() {}

    /** The point of {@code key}, which must be on P-256. */
    public static Bytes encode(ECPublicKey key) {
        byte[] point = new byte[SIZE_BYTES];
        point[0] = UNCOMPRESSED;
        write(key.getW().getAffineX(), point, 1);
        write(key.getW().getAffineY(), point, 1 + COORDINATE_BYTES);
        return Bytes.copyOf(point);
    }

    private static void write(BigInteger coordinate, byte[] target, int offset) {
        byte[] minimal = coordinate.toByteArray();
        int sign = minimal.length > COORDINATE_BYTES ? 1 : 0;
        int size = minimal.length - sign;
        System.arraycopy(minimal, sign, target, offset + COORDINATE_BYTES - size, size);
    }

    /**
     * Reads a point.
     *
     * @throws MalformedException if it is in another form, or not on the curve
     */
    public static ECPublicKey decode(Bytes point) throws MalformedException {
        if (point.size() != SIZE_BYTES || point.at(0) != UNCOMPRESSED) {
            throw new MalformedException("a point on P-256 has 65 bytes and begins with 4", 0);
        }
        byte[] raw = point.toArray();
        return key(
                        new BigInteger(1, raw, 1, COORDINATE_BYTES),
                        new BigInteger(1, raw, 1 + COORDINATE_BYTES, COORDINATE_BYTES))
                .orElseThrow(() -> new MalformedException("the point is not on P-256", 0));
    }

    /** The key with that point, empty if it is not on the curve: Java does not ask, and a point elsewhere gives keys away. */
    public static Optional<ECPublicKey> key(BigInteger x, BigInteger y) {
        ECParameterSpec curve = curve();
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger right = x.pow(3)
                .add(curve.getCurve().getA().multiply(x))
                .add(curve.getCurve().getB())
                .mod(p);
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0 || !y.pow(2).mod(p).equals(right)) {
            return Optional.empty();
        }
        try {
            ECPublicKeySpec spec = new ECPublicKeySpec(new ECPoint(x, y), curve);
            return Optional.of((ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** The curve. */
    public static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks the curve P-256", e);
        }
    }
}
