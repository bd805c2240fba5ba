package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.internal.P256Points;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;

/** The keys in a TPM's public parts, as Java has them. */
final class TpmKeys {
    private static final int RSA_BITS_MIN = 2048;
    private static final int RSA_BITS_MAX = 4096;
    private static final long EXPONENT_DEFAULT = 65_537;
    static final int COORDINATE_BYTES = 32;

    private TpmKeys() {}

    static PublicKey readRsa(TpmReader reader) throws MalformedException {
        int start = reader.offset();
        int bits = reader.u16();
        long exponent = reader.u32();
        BigInteger modulus = new BigInteger(1, reader.sized(RSA_BITS_MAX / 8).toArray());
        if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX || modulus.bitLength() != bits) {
            throw reader.wrong("it has not " + RSA_BITS_MIN + " to " + RSA_BITS_MAX + " bits", start);
        }
        if (exponent != 0 && exponent != EXPONENT_DEFAULT) {
            throw reader.wrong("it has another exponent than " + EXPONENT_DEFAULT, start);
        }
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(EXPONENT_DEFAULT)));
        } catch (GeneralSecurityException e) {
            throw reader.wrong("it is no RSA key", start);
        }
    }

    static PublicKey readEcc(TpmReader reader) throws MalformedException {
        int start = reader.offset();
        if (reader.u16() != TpmAlgorithm.CURVE_P256) {
            throw reader.wrong("it is on another curve than P-256", start);
        }
        if (reader.u16() != TpmAlgorithm.NULL) {
            reader.u16();
        }
        Bytes x = reader.sized(COORDINATE_BYTES);
        Bytes y = reader.sized(COORDINATE_BYTES);
        return P256Points.key(new BigInteger(1, x.toArray()), new BigInteger(1, y.toArray()))
                .orElseThrow(() -> reader.wrong("its point is not on P-256", start));
    }

    /** Whether the two are the same key, whatever their encodings. */
    static boolean same(PublicKey left, PublicKey right) {
        if (left instanceof RSAPublicKey a && right instanceof RSAPublicKey b) {
            return a.getModulus().equals(b.getModulus())
                    && a.getPublicExponent().equals(b.getPublicExponent());
        }
        return left instanceof ECPublicKey a
                && right instanceof ECPublicKey b
                && a.getW().equals(b.getW())
                && a.getParams().getCurve().equals(b.getParams().getCurve());
    }
}
