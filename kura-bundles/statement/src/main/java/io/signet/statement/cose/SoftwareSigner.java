package io.signet.statement.cose;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.security.KeyPair;
import java.security.PrivateKey;

/** Signs with a key in memory: session keys, publishers' keys, tests. Thread-safe. */
public final class SoftwareSigner implements CoseSigner {
    /** Size of the key id of an Ed25519 key. */
    public static final int SHORT_KEY_ID_SIZE_BYTES = 8;

    private final CoseAlgorithm algorithm;
    private final Bytes keyId;
    private final PrivateKey key;

    private SoftwareSigner(CoseAlgorithm algorithm, Bytes keyId, PrivateKey key) {
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.key = key;
    }

    /**
     * A signer with an Ed25519 key; its id is that of {@link #shortKeyId}.
     *
     * @throws IllegalArgumentException if {@code keys} are of another kind
     */
    public static SoftwareSigner ofEd25519(KeyPair keys) {
        return new SoftwareSigner(
                CoseAlgorithm.EDDSA, shortKeyId(OkpKeys.ed25519(keys.getPublic())), keys.getPrivate());
    }

    /**
     * A signer with a key on P-256; its id is that of the {@link NodeId}.
     *
     * @throws IllegalArgumentException if {@code keys} are of another kind
     */
    public static SoftwareSigner ofP256(KeyPair keys) {
        if (!CoseAlgorithm.ES256.accepts(keys.getPublic())) {
            throw new IllegalArgumentException(
                    "not a key on P-256 but one for " + keys.getPublic().getAlgorithm());
        }
        return new SoftwareSigner(
                CoseAlgorithm.ES256, NodeId.of(keys.getPublic()).value(), keys.getPrivate());
    }

    /** The id of an Ed25519 key: the first 8 bytes of the SHA-256 of its 32 bytes. */
    public static Bytes shortKeyId(Bytes ed25519Key) {
        return Bytes.copyOfRange(Digest.sha256(ed25519Key).value().toArray(), 0, SHORT_KEY_ID_SIZE_BYTES);
    }

    @Override
    public CoseAlgorithm algorithm() {
        return algorithm;
    }

    @Override
    public Bytes keyId() {
        return keyId;
    }

    @Override
    public Bytes sign(Bytes toBeSigned) throws SigningException {
        return algorithm.sign(key, toBeSigned);
    }

    /** Algorithm and key id, never the key. */
    @Override
    public String toString() {
        return algorithm + " key " + keyId.toHex();
    }
}
