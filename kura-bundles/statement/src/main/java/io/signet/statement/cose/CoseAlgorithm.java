package io.signet.statement.cose;

import io.signet.statement.Bytes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/** The signature algorithms that Signet uses, by their numbers in IANA's registry of COSE algorithms. */
public enum CoseAlgorithm {
    /** ECDSA with SHA-256 on the curve P-256 (RFC 9053 section 2.1), s in the lower half only. */
    ES256(-7, "SHA256withECDSAinP1363Format"),
    /** Ed25519 (RFC 9053 section 2.2, RFC 8032 section 5.1). */
    EDDSA(-8, "Ed25519");

    /** Size of a signature of either algorithm. */
    public static final int SIGNATURE_SIZE_BYTES = 64;

    private final int id;
    private final String jcaName;

    CoseAlgorithm(int id, String jcaName) {
        this.id = id;
        this.jcaName = jcaName;
    }

    /** The algorithm's number in COSE headers. */
    public int id() {
        return id;
    }

    /** The algorithm with that number in COSE headers, empty if Signet does not use it. */
    public static Optional<CoseAlgorithm> ofId(long id) {
        if (id == ES256.id) {
            return Optional.of(ES256);
        }
        return id == EDDSA.id ? Optional.of(EDDSA) : Optional.empty();
    }

    /** The algorithm that {@code key} is for, empty if Signet does not use such keys. */
    public static Optional<CoseAlgorithm> ofKey(PublicKey key) {
        if (ES256.accepts(key)) {
            return Optional.of(ES256);
        }
        return EDDSA.accepts(key) ? Optional.of(EDDSA) : Optional.empty();
    }

    /** Whether {@code key} is a key for this algorithm: of the right kind and on the right curve. */
    public boolean accepts(PublicKey key) {
        return switch (this) {
            case ES256 -> key instanceof ECPublicKey ec && P256.isOn(ec);
            case EDDSA ->
                key instanceof EdECPublicKey ed
                        && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
        };
    }

    /**
     * Whether {@code signature} over {@code message} was made by the holder of {@code key}. An ES256 signature whose s
     * is in the upper half is refused: from every signature anyone can make the other one, and a receipt shall have only
     * one form.
     */
    public boolean verify(PublicKey key, Bytes message, Bytes signature) {
        if (signature.size() != SIGNATURE_SIZE_BYTES || !accepts(key) || (this == ES256 && !P256.hasLowS(signature))) {
            return false;
        }
        try {
            Signature jca = Signature.getInstance(jcaName);
            jca.initVerify(key);
            message.updateInto(jca);
            return jca.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            // A point off the curve, s out of range and the like: not a signature.
            return false;
        }
    }

    /** Signs with a key of this platform; see {@link CoseSigner#sign} for the form of the result. */
    Bytes sign(PrivateKey key, Bytes message) throws SigningException {
        try {
            Signature jca = Signature.getInstance(jcaName);
            jca.initSign(key);
            message.updateInto(jca);
            return Bytes.copyOf(jca.sign());
        } catch (GeneralSecurityException e) {
            throw new SigningException("the key can't sign with " + this + ": " + e.getMessage(), e);
        }
    }

    /** Of the two forms of a signature the one that {@link #verify} admits. */
    public Bytes normalise(Bytes signature) {
        return this == ES256 && signature.size() == SIGNATURE_SIZE_BYTES ? P256.withLowS(signature) : signature;
    }
}
