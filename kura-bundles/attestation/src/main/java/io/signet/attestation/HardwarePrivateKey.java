package io.signet.attestation;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;

/**
 * A {@link HardwareKey} as Java's security providers take it: a handle without a value, which only
 * {@link HardwareKeyProvider} can sign with. Making the first one adds that provider to the platform's.
 */
public final class HardwarePrivateKey implements PrivateKey, ECKey {
    private static final long serialVersionUID = 1;

    private final transient HardwareKey key;

    /** @param key what signs */
    public HardwarePrivateKey(HardwareKey key) {
        HardwareKeyProvider.install();
        this.key = key;
    }

    HardwareKey key() {
        return key;
    }

    @Override
    public String getAlgorithm() {
        return "EC";
    }

    /** Null, as {@link java.security.Key} has it for keys without an encoding. */
    @Override
    @SuppressWarnings("NullAway") // the interface's own words
    public String getFormat() {
        return null;
    }

    /** Null, as {@link java.security.Key} has it for keys without an encoding. */
    @Override
    @SuppressWarnings("NullAway") // the interface's own words
    public byte[] getEncoded() {
        return null;
    }

    @Override
    public ECParameterSpec getParams() {
        return ((ECPublicKey) key.publicKey()).getParams();
    }

    /** What keeps the key, never its value. */
    @Override
    public String toString() {
        return key.description();
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a key in hardware can't be stored elsewhere");
    }
}
