package io.signet.statement;

import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECParameterSpec;

/** What the test vectors of docs/protocol.md are made from, in the words of that page. */
final class VectorInputs {
    static final long STATEMENT_TIME_MILLIS = 1_767_323_045_678L;
    static final long HEAD_TIME_MILLIS = 1_767_323_045_690L;
    static final int LOG_SIZE = 7;
    static final int LEAF_INDEX = 4;
    static final int EARLIER_SIZE = 3;

    static final Tensor FP32 = Tensor.ofFloats(List.of(2L, 3L), 0f, 1f, -1f, 0.5f, Float.MAX_VALUE, -0f);
    static final Tensor SCALAR = Tensor.of(
            DataType.INT64,
            List.of(),
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, -2));
    static final Tensor EMPTY = Tensor.of(DataType.UINT8, List.of(0L, 4L), ByteBuffer.allocate(0));
    static final Map<String, Tensor> INPUTS = Map.of("x", FP32, "count", SCALAR);
    static final Map<String, Tensor> OUTPUTS = Map.of("empty", EMPTY);

    private VectorInputs() {}

    static Statement statement(NodeId node) {
        return new Statement(
                node,
                Assurance.SOFTWARE,
                "meter-digits",
                Digest.sha256(Bytes.utf8("model package")),
                TensorDigest.of(INPUTS),
                TensorDigest.of(OUTPUTS),
                "tensorflow/2.18.0",
                "cpu/x86_64",
                new Nonce(Bytes.fromHex("000102030405060708090a0b0c0d0e0f")),
                new NodeId(Bytes.fromHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")),
                STATEMENT_TIME_MILLIS);
    }

    /** The log: seven entries, of which the fifth is {@code statement} and the others the text of their index. */
    static HashTiles log(Bytes statement) {
        List<Digest> leaves = new ArrayList<>();
        for (int i = 0; i < LOG_SIZE; i++) {
            leaves.add(MerkleTree.leafHash(i == LEAF_INDEX ? statement : Bytes.utf8("entry " + i)));
        }
        return HashTiles.ofLeaves(i -> leaves.get((int) i));
    }

    static KeyPair p256(Bytes privateScalar, Bytes publicKeyInfo) throws GeneralSecurityException {
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(256);
        ECPublicKey any = (ECPublicKey) curve.generateKeyPair().getPublic();
        BigInteger s = new BigInteger(1, privateScalar.toArray());
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(s, any.getParams()));
        return new KeyPair(publicKey("EC", publicKeyInfo), key);
    }

    /** The same, with the public key computed by Bouncy Castle. */
    static KeyPair p256(Bytes privateScalar) throws GeneralSecurityException {
        ECParameterSpec p256 = ECNamedCurveTable.getParameterSpec("P-256");
        byte[] point =
                p256.getG().multiply(new BigInteger(1, privateScalar.toArray())).getEncoded(false);
        // SubjectPublicKeyInfo of a key on P-256 (RFC 5480 section 2) up to the point.
        Bytes head = Bytes.fromHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
        return p256(
                privateScalar, Bytes.fromHex(head.toHex() + Bytes.copyOf(point).toHex()));
    }

    static KeyPair ed25519(Bytes seed, Bytes publicKeyInfo) throws GeneralSecurityException {
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed.toArray()));
        return new KeyPair(publicKey("Ed25519", publicKeyInfo), key);
    }

    static PrivateKey x25519(Bytes scalar) throws GeneralSecurityException {
        return KeyFactory.getInstance("X25519")
                .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar.toArray()));
    }

    /** The public key that belongs to a private one of Curve25519, as Java's own generator computes it. */
    static PublicKey publicKeyOf(String algorithm, Bytes privateKey) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(
                algorithm.equals("X25519") ? NamedParameterSpec.X25519 : NamedParameterSpec.ED25519,
                new FixedRandom(privateKey));
        return generator.generateKeyPair().getPublic();
    }

    private static PublicKey publicKey(String algorithm, Bytes publicKeyInfo) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(publicKeyInfo.toArray()));
    }

    /** Draws one given value. */
    private static final class FixedRandom extends SecureRandom {
        private final transient Bytes value;

        FixedRandom(Bytes value) {
            this.value = value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            value.asBuffer().get(bytes);
        }
    }
}
