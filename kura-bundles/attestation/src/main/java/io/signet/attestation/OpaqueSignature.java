package io.signet.attestation;

import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.Arrays;
import java.util.Optional;

/**
 * ECDSA with SHA-256 by a {@link HardwareKey}; the result is a DER sequence of r and s, as X9.62 has it. It verifies, too, by
 * the platform's own provider: Java's {@link Signature} stays with the provider of its first key, and there are libraries that
 * verify with the one with which they signed.
 */
final class OpaqueSignature extends SignatureSpi {
    private static final int SCALAR_SIZE_BYTES = 32;
    private static final int DER_SEQUENCE = 0x30;
    private static final int DER_INTEGER = 0x02;

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private Optional<HardwareKey> key = Optional.empty();
    private Optional<Signature> verifying = Optional.empty();

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
        Signature verifier = platform();
        verifier.initVerify(publicKey);
        verifying = Optional.of(verifier);
        message.reset();
    }

    /** The first provider's that is not this one. */
    private static Signature platform() throws InvalidKeyException {
        for (Provider provider : Security.getProviders("Signature." + HardwareKeyProvider.ALGORITHM)) {
            if (!(provider instanceof HardwareKeyProvider)) {
                try {
                    return Signature.getInstance(HardwareKeyProvider.ALGORITHM, provider);
                } catch (NoSuchAlgorithmException e) {
                    throw new IllegalStateException(provider + " lacks what it was found for", e);
                }
            }
        }
        throw new InvalidKeyException("this platform can't verify " + HardwareKeyProvider.ALGORITHM);
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
        Signature verifier = verifying.orElseThrow(() -> new SignatureException("not initialised with a key"));
        verifier.update(message.toByteArray());
        message.reset();
        return verifier.verify(signature);
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
