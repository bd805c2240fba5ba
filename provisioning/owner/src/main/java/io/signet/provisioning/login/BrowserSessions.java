package io.signet.provisioning.login;

import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * The logins of browsers. A browser keeps two secrets: a cookie, which it sends by itself, and a token, which only the
 * page's own program can send; who lures it to another page has neither. In memory only: a new process knows none. Thread-safe.
 *
 * @param <W> what is known of whoever has logged in
 */
public final class BrowserSessions<W> {
    /** After how long without a request one ends. */
    public static final Duration IDLE_MAX = Duration.ofMinutes(15);

    private static final Duration LIFE_MAX = Duration.ofHours(12);
    private static final int SESSIONS_MAX = 16;
    private static final int SECRET_BYTES = 32;

    private final Clock clock;
    private final RandomGenerator random;
    private final Map<Digest, Open<W>> sessions = new LinkedHashMap<>();

    /**
     * One session.
     *
     * @param holds whether what its login rests on is as it was
     * @param begunMillis by the monotonic clock, as a box's wall clock jumps when it hears the time
     */
    private record Open<W>(W who, Bytes token, BooleanSupplier holds, long begunMillis, long usedMillis) {}

    /**
     * A session that was opened.
     *
     * @param cookie what the browser sends by itself
     * @param token what the page's program sends
     */
    public record Secrets(Bytes cookie, Bytes token) {}

    /** No sessions; {@code random} is a {@link java.security.SecureRandom}. */
    public BrowserSessions(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Opens a session for {@code who}, who has proved it; the oldest of too many ends. */
    public Secrets open(W who) {
        return open(who, () -> true);
    }

    /**
     * Opens a session that ends as soon as {@code holds} is false, too: when the password that opened it is another, for instance.
     * That is asked at each request and look, so it has to be quick.
     */
    public synchronized Secrets open(W who, BooleanSupplier holds) {
        Secrets secrets = new Secrets(Bytes.random(random, SECRET_BYTES), Bytes.random(random, SECRET_BYTES));
        long now = clock.monotonicMillis();
        expire(now);
        while (sessions.size() >= SESSIONS_MAX) {
            Iterator<Digest> oldest = sessions.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        sessions.put(Digest.sha256(secrets.cookie()), new Open<>(who, secrets.token(), holds, now, now));
        return secrets;
    }

    /** The token of the session that {@code cookie} is of, which goes on; empty if it has ended. */
    public Optional<Bytes> token(Bytes cookie) {
        return use(cookie).map(Open::token);
    }

    /** Whose session {@code cookie} is of, which goes on; empty if it has ended. */
    public Optional<W> who(Bytes cookie) {
        return use(cookie).map(Open::who);
    }

    /** Whose session {@code cookie} is of; asking does not keep it from ending. Empty if it has ended. */
    public synchronized Optional<W> look(Bytes cookie) {
        return isOpen(cookie)
                ? Optional.ofNullable(sessions.get(Digest.sha256(cookie))).map(Open::who)
                : Optional.empty();
    }

    /** Whether the session that {@code cookie} is of has not ended; asking does not keep it from that. */
    public synchronized boolean isOpen(Bytes cookie) {
        expire(clock.monotonicMillis());
        Digest key = Digest.sha256(cookie);
        endIfGroundless(key);
        return sessions.containsKey(key);
    }

    private synchronized Optional<Open<W>> use(Bytes cookie) {
        long now = clock.monotonicMillis();
        expire(now);
        Digest key = Digest.sha256(cookie);
        endIfGroundless(key);
        Optional<Open<W>> open = Optional.ofNullable(sessions.get(key));
        open.ifPresent(session -> sessions.put(
                key, new Open<>(session.who(), session.token(), session.holds(), session.begunMillis(), now)));
        return open;
    }

    /** Whether both secrets are those of a session, which goes on then. */
    public boolean admits(Bytes cookie, Bytes token) {
        return token(cookie)
                .filter(expected -> MessageDigest.isEqual(expected.toArray(), token.toArray()))
                .isPresent();
    }

    /** Ends the session that {@code cookie} is of. */
    public synchronized void close(Bytes cookie) {
        sessions.remove(Digest.sha256(cookie));
    }

    private void endIfGroundless(Digest key) {
        if (Optional.ofNullable(sessions.get(key))
                .filter(open -> !open.holds().getAsBoolean())
                .isPresent()) {
            sessions.remove(key);
        }
    }

    private void expire(long now) {
        sessions.values()
                .removeIf(open -> now - open.usedMillis() >= IDLE_MAX.toMillis()
                        || now - open.begunMillis() >= LIFE_MAX.toMillis());
    }
}
