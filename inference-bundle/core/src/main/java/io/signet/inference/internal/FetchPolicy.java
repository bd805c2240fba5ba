package io.signet.inference.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Whom to ask for one package, and when. Peers come before servers, those of the same owner before others, those that failed
 * less often before those that did so more often, and otherwise chance decides: so that many who want the same spread over
 * those who have it. No I/O, no clock: the simulator runs it too. Times are milliseconds of any one clock.
 *
 * <p>Parts of one file may come from several sources. If it then turns out to be wrong, nobody knows by whom; from then on each
 * attempt is of one source alone, so that the next wrong file tells.
 */
public final class FetchPolicy {
    private static final long RETRY_MIN_MS = 2_000;
    private static final long RETRY_MAX_MS = 600_000;
    /** A peer that has no place free is asked again after 1 to 3 s: meanwhile others that got the package give it, too. */
    private static final long BUSY_MIN_MS = 1_000;

    private static final int BUSY_SPREAD_MS = 2_000;
    /** Between two attempts, so that a crowd of peers that refuse is not asked all in a moment. */
    private static final long PAUSE_MIN_MS = 100;

    private static final int PAUSE_SPREAD_MS = 400;
    /** So many failures in a row are moved past; then the fault is perhaps here (no disk, no network), and pauses grow. */
    private static final int FAILURES_FREE = 3;

    private static final int DOUBLINGS_MAX = 10;
    private static final int REMEMBERED_MAX = 1_024;
    /** Whoever gave what was there of the file before this policy was. */
    private static final String SOMEBODY = "somebody";

    private final FetchLiars liars;
    private final RandomGenerator random;
    private final Map<Object, Seen> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Seen> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };
    /** By whom the bytes are that are there of the file. */
    private final Set<Object> contributors = new HashSet<>();

    private boolean oneAlone;
    private int failuresInARow;
    private long notBefore;

    /** What came of a source: how often it failed, and when it may be asked again. */
    private record Seen(int failures, long notBefore) {
        static final Seen NOTHING = new Seen(0, Long.MIN_VALUE);
    }

    /** Whom to ask, or when to look again. */
    public sealed interface Next {}

    /**
     * Ask now.
     *
     * @param whole whether for the whole file, whatever is there of it
     */
    public record Ask(FetchSource source, boolean whole) implements Next {}

    /**
     * Nobody is to be asked now.
     *
     * @param untilMillis when somebody may be; {@link Long#MAX_VALUE} if nobody is known to have it
     */
    public record Wait(long untilMillis) implements Next {}

    /**
     * A policy that has not asked anybody yet.
     *
     * @param liars shared by the policies of all packages
     */
    public FetchPolicy(FetchLiars liars, RandomGenerator random) {
        this.liars = liars;
        this.random = random;
    }

    /**
     * Whom to ask now.
     *
     * @param sources who says to have the file
     */
    public Next next(List<FetchSource> sources, long nowMillis) {
        List<FetchSource> ready = new ArrayList<>();
        long earliest = Long.MAX_VALUE;
        for (FetchSource source : sources) {
            if (!liars.contains(source)) {
                long due = Math.max(notBefore, seen(source).notBefore());
                earliest = Math.min(earliest, due);
                if (due <= nowMillis) {
                    ready.add(source);
                }
            }
        }
        if (ready.isEmpty()) {
            return new Wait(earliest);
        }
        FetchSource chosen = best(ready);
        return new Ask(chosen, oneAlone && !contributors.equals(Set.of(chosen.key())));
    }

    private FetchSource best(List<FetchSource> ready) {
        Comparator<FetchSource> order = Comparator.comparingInt(FetchSource::rank)
                .thenComparingInt(source -> seen(source).failures());
        FetchSource first = ready.stream().min(order).orElseThrow();
        List<FetchSource> equal = ready.stream()
                .filter(source -> order.compare(source, first) == 0)
                .toList();
        return equal.get(random.nextInt(equal.size()));
    }

    /** {@code source} began the file anew: all that is there is its. */
    public void began(FetchSource source) {
        contributors.clear();
        contributors.add(source.key());
    }

    /** {@code source} added to what was there of the file. */
    public void added(FetchSource source) {
        if (contributors.isEmpty()) {
            contributors.add(SOMEBODY);
        }
        contributors.add(source.key());
    }

    /** It has no place free now. */
    public void busy(FetchSource source, long nowMillis) {
        remember(source, seen(source).failures(), nowMillis + BUSY_MIN_MS + random.nextInt(BUSY_SPREAD_MS));
        notBefore = nowMillis + pause();
    }

    /** It failed, or broke off. */
    public void failed(FetchSource source, long nowMillis) {
        int failures = seen(source).failures();
        remember(source, failures + 1, nowMillis + backoff(failures));
        failuresInARow++;
        notBefore =
                nowMillis + (failuresInARow <= FAILURES_FREE ? pause() : backoff(failuresInARow - FAILURES_FREE - 1));
    }

    /**
     * The whole file is there and is wrong.
     *
     * @param last who gave the last part
     * @return the peer that is proven to have sent it, and is not asked for anything again; empty if several had a part in it, or it
     *     is a server
     */
    public Optional<FetchSource> wrong(FetchSource last, long nowMillis) {
        boolean proven = last.peer().isPresent() && contributors.equals(Set.of(last.key()));
        if (proven) {
            liars.add(last);
            notBefore = nowMillis + pause();
        } else {
            oneAlone = true;
            failed(last, nowMillis);
        }
        contributors.clear();
        return proven ? Optional.of(last) : Optional.empty();
    }

    /** The whole file is there and is right. */
    public void succeeded() {
        seen.clear();
        contributors.clear();
        failuresInARow = 0;
        oneAlone = false;
        notBefore = Long.MIN_VALUE;
    }

    private Seen seen(FetchSource source) {
        return seen.getOrDefault(source.key(), Seen.NOTHING);
    }

    private void remember(FetchSource source, int failures, long until) {
        seen.remove(source.key()); // so that it counts as the newest
        seen.put(source.key(), new Seen(failures, until));
    }

    private long pause() {
        return PAUSE_MIN_MS + random.nextInt(PAUSE_SPREAD_MS);
    }

    private static long backoff(int failures) {
        return Math.min(RETRY_MAX_MS, RETRY_MIN_MS << Math.min(failures, DOUBLINGS_MAX));
    }
}
