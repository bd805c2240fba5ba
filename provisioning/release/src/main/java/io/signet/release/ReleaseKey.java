package io.signet.release;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.cose.CoseAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/**
 * The public key of somebody who signs roots or releases: Ed25519, or ECDSA on P-256.
 *
 * @param encoded its SubjectPublicKeyInfo (RFC 5280 section 4.1), at most {@value #SIZE_BYTES_MAX} bytes
 */
public record ReleaseKey(Bytes encoded) implements Comparable<ReleaseKey> {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = 128;

    private static final List<String> KINDS = List.of("EC", "Ed25519");

    public ReleaseKey {
        if (encoded.size() > SIZE_BYTES_MAX || parse(encoded).isEmpty()) {
            throw new IllegalArgumentException(
                    "a key for releases is one for Ed25519 or on P-256, in its shortest form");
        }
    }

    /**
     * The key as Java has it.
     *
     * @throws IllegalArgumentException if it is of another kind
     */
    public static ReleaseKey of(PublicKey key) {
        return new ReleaseKey(Bytes.copyOf(key.getEncoded()));
    }

    private static Optional<PublicKey> parse(Bytes encoded) {
        return KINDS.stream().flatMap(kind -> parse(encoded, kind).stream()).findFirst();
    }

    private static Optional<PublicKey> parse(Bytes encoded, String kind) {
        try {
            PublicKey key = KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded.toArray()));
            // Compared, so that one key has one id.
            boolean fits = CoseAlgorithm.ofKey(key).isPresent()
                    && Bytes.copyOf(key.getEncoded()).equals(encoded);
            return fits ? Optional.of(key) : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // of another kind, or of none
        }
    }

    /** What a signature calls it by: the SHA-256 of its encoding. */
    public Digest id() {
        return Digest.sha256(encoded);
    }

    /** Whether the holder of this key made {@code signature} over {@code message}. */
    boolean verifies(CoseAlgorithm algorithm, Bytes message, Bytes signature) {
        PublicKey key = parse(encoded).orElseThrow();
        return algorithm.accepts(key) && algorithm.verify(key, message, signature);
    }

    /** By their encodings. */
    @Override
    public int compareTo(ReleaseKey other) {
        return encoded.compareTo(other.encoded);
    }

    /** The beginning of its id. */
    @Override
    public String toString() {
        return id().toHex().substring(0, 16);
    }
}
