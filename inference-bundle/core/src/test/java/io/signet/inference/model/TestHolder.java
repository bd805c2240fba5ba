package io.signet.inference.model;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.hpke.MeasuredKeyException;
import io.signet.statement.hpke.MeasuredKeyHolder;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.KeyAgreement;

/** A node with one measured key, in memory; tests change its firmware. */
public final class TestHolder implements MeasuredKeyHolder {
    private final ECPrivateKey secret;
    private final MeasuredKey key;
    private volatile boolean otherFirmware;
    private volatile boolean unreachable;

    /** A node with a fresh key. */
    public TestHolder() {
        KeyPair pair = pair();
        secret = (ECPrivateKey) pair.getPrivate();
        key = MeasuredKey.of((ECPublicKey) pair.getPublic(), new TreeMap<>(Map.of(14, Digest.sha256(new byte[1]))));
    }

    /** The node with {@code key}, whose private half is {@code scalar}. */
    TestHolder(BigInteger scalar, MeasuredKey key) {
        this.key = key;
        try {
            secret = (ECPrivateKey) KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(scalar, ((ECPublicKey) pair().getPublic()).getParams()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What its evidence shows. */
    public MeasuredKey key() {
        return key;
    }

    /** From now on it runs other firmware, or no longer. */
    public void otherFirmware(boolean other) {
        otherFirmware = other;
    }

    /** From now on its TPM does not answer, or does again. */
    public void unreachable(boolean gone) {
        unreachable = gone;
    }

    @Override
    public byte[] agree(MeasuredKey wanted, Bytes point) throws MeasuredKeyException {
        if (unreachable) {
            throw new MeasuredKeyException("the TPM can't be reached", new IOException("gone"), true);
        }
        if (otherFirmware) {
            throw new MeasuredKeyException("PCR [14] has another value");
        }
        if (!wanted.equals(key)) {
            throw new MeasuredKeyException("another TPM");
        }
        try {
            byte[] raw = point.toArray();
            ECPoint w = new ECPoint(new BigInteger(1, raw, 1, 32), new BigInteger(1, raw, 33, 32));
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(secret);
            agreement.doPhase(
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, secret.getParams())), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
