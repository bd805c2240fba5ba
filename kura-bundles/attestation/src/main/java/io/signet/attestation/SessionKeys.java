package io.signet.attestation;

import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node's session key and its predecessor, which still opens what peers sealed before they heard of the new one.
 * Thread-safe; {@link #renewIfDue} is called by one thread at a time.
 */
public final class SessionKeys {
    private final HardwareKey hardwareKey;
    private final Clock clock;
    private final Duration life;
    private volatile Generations generations;

    private SessionKeys(HardwareKey hardwareKey, Clock clock, Duration life, SessionKey first) {
        this.hardwareKey = hardwareKey;
        this.clock = clock;
        this.life = life;
        this.generations = new Generations(first, Optional.empty());
    }

    /**
     * Draws the first session key.
     *
     * @param life of each session key, as in {@link SessionKey#create}
     * @throws SigningException if the hardware key can't sign now
     */
    public static SessionKeys create(HardwareKey hardwareKey, Clock clock, Duration life) throws SigningException {
        return new SessionKeys(hardwareKey, clock, life, SessionKey.create(hardwareKey, clock, life));
    }

    /** The key to sign with. */
    public SessionKey current() {
        return generations.current;
    }

    /**
     * The key with that {@link io.signet.statement.SessionCertificate#keyId}, if it is the current one, or its
     * predecessor and its certificate has not ended.
     */
    public Optional<SessionKey> find(Bytes keyId) {
        Generations now = generations;
        return Stream.concat(Stream.of(now.current), now.previous.stream())
                .filter(key -> key.certificate().keyId().equals(keyId))
                .filter(key -> key == now.current || key.certificate().validAt(clock.wallMillis()))
                .findFirst();
    }

    /**
     * Draws a successor, if it is time. If the hardware key can't sign, everything stays as it was; call again later.
     *
     * @return whether there is a new key
     * @throws SigningException if the hardware key can't sign now
     */
    public boolean renewIfDue() throws SigningException {
        SessionKey current = generations.current;
        if (!current.dueForRenewal(clock.wallMillis())) {
            return false;
        }
        generations = new Generations(SessionKey.create(hardwareKey, clock, life), Optional.of(current));
        return true;
    }

    private record Generations(SessionKey current, Optional<SessionKey> previous) {}
}
