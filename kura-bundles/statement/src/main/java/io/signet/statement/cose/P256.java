package io.signet.statement.cose;

import io.signet.statement.Bytes;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.util.Arrays;

/** The curve P-256 (SP 800-186 section 3.2.1.3) and the one form of its signatures that Signet admits. */
final class P256 {
    /** Order n of the base point. */
    static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private static final BigInteger PRIME =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    private static final int SCALAR_SIZE_BYTES = 32;
    private static final byte[] HALF_ORDER = fixedSize(ORDER.shiftRight(1));

    private P256() {}

    static boolean isOn(ECPublicKey key) {
        return key.getParams().getOrder().equals(ORDER)
                && key.getParams().getCurve().getField() instanceof ECFieldFp field
                && field.getP().equals(PRIME);
    }

    /** Whether s, the second half of a signature r || s, is at most n / 2. */
    static boolean hasLowS(Bytes signature) {
        byte[] raw = signature.toArray();
        return Arrays.compareUnsigned(raw, SCALAR_SIZE_BYTES, raw.length, HALF_ORDER, 0, HALF_ORDER.length) <= 0;
    }

    /** The same signature with the smaller of its two values of s, s and n - s. */
    static Bytes withLowS(Bytes signature) {
        if (hasLowS(signature)) {
            return signature;
        }
        byte[] normal = signature.toArray();
        BigInteger s = new BigInteger(1, normal, SCALAR_SIZE_BYTES, normal.length - SCALAR_SIZE_BYTES);
        if (s.compareTo(ORDER) >= 0) {
            return signature;
        }
        System.arraycopy(fixedSize(ORDER.subtract(s)), 0, normal, SCALAR_SIZE_BYTES, SCALAR_SIZE_BYTES);
        return Bytes.copyOf(normal);
    }

    private static byte[] fixedSize(BigInteger value) {
        byte[] fixed = new byte[SCALAR_SIZE_BYTES];
        byte[] minimal = value.toByteArray();
        int sign = minimal.length > fixed.length ? 1 : 0;
        System.arraycopy(minimal, sign, fixed, fixed.length - (minimal.length - sign), minimal.length - sign);
        return fixed;
    }
}
