package io.signet.attestation;

import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.Arrays;
import java.util.Optional;

/** ECDSA with SHA-256 by a {@link HardwareKey}. Signs only; the result is a DER sequence of r and s, as X9.62 has it. */
final class OpaqueSignature extends SignatureSpi {
    private static final int SCALAR_SIZE_BYTES = 32;
    private static final int DER_SEQUENCE = 0x30;
    private static final int DER_INTEGER = 0x02;

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private Optional<HardwareKey> key = Optional.empty();

    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
        if (!(privateKey instanceof HardwarePrivateKey handle)) {
            throw new InvalidKeyException("not a key that hardware keeps");
        }
        key = Optional.of(handle.key());
        message.reset();
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
        throw new InvalidKeyException("signs only; the platform's own provider verifies");
    }

    @Override
    protected void engineUpdate(byte input) {
        message.write(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        message.write(input, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        HardwareKey signer = key.orElseThrow(() -> new SignatureException("not initialised with a key"));
        try {
            return der(signer.sign(Bytes.copyOf(message.toByteArray())).toArray());
        } catch (SigningException e) {
            throw new SignatureException(e.getMessage(), e);
        } finally {
            message.reset();
        }
    }

    private static byte[] der(byte[] raw) {
        byte[] r = integer(Arrays.copyOfRange(raw, 0, SCALAR_SIZE_BYTES));
        byte[] s = integer(Arrays.copyOfRange(raw, SCALAR_SIZE_BYTES, raw.length));
        ByteArrayOutputStream sequence = new ByteArrayOutputStream();
        sequence.write(DER_SEQUENCE);
        sequence.write(r.length + s.length); // at most 70: one byte of length
        sequence.writeBytes(r);
        sequence.writeBytes(s);
        return sequence.toByteArray();
    }

    private static byte[] integer(byte[] unsigned) {
        byte[] value = new BigInteger(1, unsigned).toByteArray();
        ByteArrayOutputStream integer = new ByteArrayOutputStream();
        integer.write(DER_INTEGER);
        integer.write(value.length);
        integer.writeBytes(value);
        return integer.toByteArray();
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        throw new SignatureException("signs only; the platform's own provider verifies");
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String parameter, Object value) {
        throw new InvalidParameterException("this algorithm has no parameters");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String parameter) {
        throw new InvalidParameterException("this algorithm has no parameters");
    }
}
