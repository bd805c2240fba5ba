package io.signet.attestation;

import io.signet.runtime.Clock;
import io.signet.statement.SessionCertificate;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.OkpKeys;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Duration;

/**
 * Two keys in memory for a short time, certified by the node's {@link HardwareKey}: one signs messages (Ed25519), to the
 * other messages are sealed (X25519). A stolen one is good until its certificate ends, and can sign no tree head.
 *
 * <p>Immutable and thread-safe.
 */
public final class SessionKey {
    /** Shortest life: a key in hardware must have time for other work. */
    public static final Duration LIFE_MIN = Duration.ofMinutes(1);

    /** Longest life: 30 days. */
    public static final Duration LIFE_MAX = Duration.ofDays(30);

    /** Peers whose clocks are this much behind believe the certificate at once. */
    static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(5);

    private final SoftwareSigner signer;
    private final PrivateKey sealingKey;
    private final SessionCertificate certificate;
    private final long renewalMillis;

    private SessionKey(
            SoftwareSigner signer, PrivateKey sealingKey, SessionCertificate certificate, long renewalMillis) {
        this.signer = signer;
        this.sealingKey = sealingKey;
        this.certificate = certificate;
        this.renewalMillis = renewalMillis;
    }

    /**
     * Draws the keys and has them certified from five minutes ago, for peers whose clocks are behind, until {@code life}
     * from now.
     *
     * @param life {@link #LIFE_MIN} to {@link #LIFE_MAX}
     * @throws SigningException if the hardware key can't sign now
     */
    public static SessionKey create(HardwareKey hardwareKey, Clock clock, Duration life) throws SigningException {
        if (life.compareTo(LIFE_MIN) < 0 || life.compareTo(LIFE_MAX) > 0) {
            throw new IllegalArgumentException(
                    "a session key's life is out of range: " + life + " is not " + LIFE_MIN + " to " + LIFE_MAX);
        }
        KeyPair signing = generate("Ed25519");
        KeyPair sealing = generate("X25519");
        long now = clock.wallMillis();
        SessionCertificate certificate = SessionCertificate.issue(
                hardwareKey.signer(),
                hardwareKey.node(),
                OkpKeys.ed25519(signing.getPublic()),
                OkpKeys.x25519(sealing.getPublic()),
                Math.max(0, now - CLOCK_SKEW_MAX.toMillis()),
                now + life.toMillis());
        // After two thirds of its life, so that a key that fails to sign has the last third to come back.
        long renewal = now + life.toMillis() * 2 / 3;
        return new SessionKey(SoftwareSigner.ofEd25519(signing), sealing.getPrivate(), certificate, renewal);
    }

    private static KeyPair generate(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks " + algorithm, e);
        }
    }

    /** Signs messages with Ed25519; its key id is the certificate's. */
    public CoseSigner signer() {
        return signer;
    }

    /** What peers check this key's messages with. */
    public SessionCertificate certificate() {
        return certificate;
    }

    /** The X25519 key that opens what was sealed to this session. */
    public PrivateKey sealingKey() {
        return sealingKey;
    }

    /**
     * Whether it is time for a successor: two thirds of its life are over.
     *
     * @param nowMillis wall-clock time, in milliseconds since 1970
     */
    public boolean dueForRenewal(long nowMillis) {
        return nowMillis >= renewalMillis;
    }

    /** The key's id and life, never the key. */
    @Override
    public String toString() {
        return "session key " + certificate.keyId().toHex() + " until " + certificate.notAfterMillis();
    }
}
