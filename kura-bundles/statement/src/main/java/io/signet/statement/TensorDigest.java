package io.signet.statement;

import io.signet.statement.cbor.CborWriter;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.Function;

/**
 * Digests of tensors, the same on every machine and in every language; docs/protocol.md has them to the byte, and the
 * vectors that {@code ProtocolVectorsTest} checks.
 */
public final class TensorDigest {
    private static final String TENSOR = "signet/tensor/1";
    private static final String TENSORS = "signet/tensors/1";

    private TensorDigest() {}

    /**
     * The digest of one tensor: SHA-256 of the deterministic CBOR of {@code ["signet/tensor/1", dtype, [dimensions]]}
     * followed by the elements, row-major and little-endian, without padding.
     */
    public static Digest of(Tensor tensor) {
        return of(Digest.newSha256(), tensor);
    }

    /** With a SHA-256 at hand, which is fresh again afterwards. */
    private static Digest of(MessageDigest sha256, Tensor tensor) {
        CborWriter head = new CborWriter(64);
        head.startArray(3).writeText(TENSOR).writeText(tensor.type().name());
        Tensors.writeShape(head, tensor.shape());
        head.updateInto(sha256);
        sha256.update(tensor.data());
        return Digest.finish(sha256);
    }

    /**
     * The digest of named tensors: SHA-256 of the deterministic CBOR of {@code ["signet/tensors/1", {name: digest}]}.
     *
     * @param named at most {@link Tensors#COUNT_MAX}, with names as {@link Tensors} allows them; the order does not
     *     matter
     * @throws IllegalArgumentException if there are too many or a name is not allowed
     */
    public static Digest of(Map<String, Tensor> named) {
        MessageDigest sha256 = Digest.newSha256();
        return ofEach(sha256, named, tensor -> of(sha256, tensor));
    }

    /**
     * The same of tensors of which only the digests are known.
     *
     * @throws IllegalArgumentException if there are too many or a name is not allowed
     */
    public static Digest ofDigests(Map<String, Digest> named) {
        return ofEach(Digest.newSha256(), named, digest -> digest);
    }

    private static <T> Digest ofEach(MessageDigest sha256, Map<String, T> named, Function<T, Digest> digest) {
        CborWriter writer = new CborWriter(64 + named.size() * (Tensors.NAME_CHARS_MAX + 40));
        writer.startArray(2).writeText(TENSORS).startMap(named.size());
        for (Map.Entry<String, T> entry : Tensors.inOrder(named)) {
            writer.writeText(entry.getKey())
                    .writeBytes(digest.apply(entry.getValue()).value());
        }
        writer.updateInto(sha256);
        return Digest.finish(sha256);
    }
}
