package io.signet.attestation;

import io.signet.attestation.internal.CosignedHeads;
import io.signet.attestation.internal.StaticFiles;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.runtime.Storage;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.CosignedHead;
import io.signet.statement.IdentityChain;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link PublicLog} of a {@link NodeLog}, as an agent that now and then writes what a plain web server needs to show
 * the log as it was a moment ago: {@link StaticFiles} in the log's directory. It is on a thread of its own, so no statement
 * waits for it; it reads the log as anyone does, and the log never reads what it writes.
 *
 * <p>It prefers heads that witnesses cosigned, so that what is shown is witnessed, unless they have been gone for a minute.
 */
public final class PublishedLog implements PublicLog, Agent {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedLog.class);

    /** How often it looks whether there is something new. */
    private static final Duration LOOK = Duration.ofMillis(250);
    /** So long a head waits for its cosignatures. */
    private static final Duration COSIGNED_WITHIN = Duration.ofMinutes(1);

    /** A node that fails to publish for so many entries, and crashes, may leave some small files behind. */
    private static final long LEFT_MAX = 1 << 20;

    private final NodeLog log;
    private final StaticFiles files;
    private final Clock clock;
    private final Duration interval;
    private final CosignedHeads cosigned;

    private volatile Optional<IdentityChain> identity = Optional.empty();
    private Optional<IdentityChain> publishedIdentity = Optional.empty();
    private Optional<CosignedHead> publishedCosigned;
    private Optional<TreeHead> published;
    /** Full tiles of which partial ones may be files, which are to be removed once the full one is one. */
    private final Set<TileId> partials = new LinkedHashSet<>();

    /** The head whose tiles have to become files before it is published. */
    private Optional<Shown> next = Optional.empty();

    private long notBeforeNanos;
    private Optional<Waiting> waiting = Optional.empty();
    private boolean failing;

    /** What is published together. */
    private record Shown(TreeHead head, Optional<CosignedHead> cosigned) {}

    /** Since when the log has more than what witnesses signed last. */
    private record Waiting(Optional<CosignedHead> cosigned, long sinceNanos) {}

    private PublishedLog(
            NodeLog log,
            StaticFiles files,
            Clock clock,
            Duration interval,
            Optional<CosignedHead> cosigned,
            Optional<TreeHead> published) {
        this.log = log;
        this.files = files;
        this.clock = clock;
        this.interval = interval;
        this.cosigned = new CosignedHeads(cosigned);
        this.publishedCosigned = cosigned;
        this.published = published;
        this.notBeforeNanos = clock.monotonicNanos();
        long size = log.size(); // a crash may have left partial tiles of a head that was not published
        long last = published.map(TreeHead::size).filter(s -> s <= size).orElse(size);
        partials.addAll(StaticFiles.partials(Math.max(last, size - LEFT_MAX), size));
    }

    /**
     * Opens what is shown of {@code log}, and goes on from the cosignatures that were written last. Whoever calls this
     * drives the agent, and stops before he closes the log.
     *
     * @param storage the log's own
     * @param interval so long at least between two writes, 100 ms to 1 h
     * @throws IOException if the storage can't be read
     */
    public static PublishedLog open(NodeLog log, Storage storage, Clock clock, Duration interval) throws IOException {
        Limits.requireInRange("publish.interval.ms", interval.toMillis(), 100, 3_600_000);
        StaticFiles files = new StaticFiles(storage);
        TreeHead head = log.head();
        Optional<CosignedHead> cosigned = files.cosignatures()
                .filter(c -> c.head().node().equals(head.node()) && c.head().size() <= head.size());
        // Another node's, which had this directory before, is to be replaced, however long its log was.
        Optional<TreeHead> published =
                files.checkpoint().filter(last -> last.node().equals(head.node()));
        return new PublishedLog(log, files, clock, interval, cosigned, published);
    }

    @Override
    public void identify(IdentityChain chain) {
        identity = Optional.of(chain);
    }

    @Override
    public void cosigned(TreeHead head, Cosignature cosignature) {
        cosigned.add(head, cosignature);
    }

    @Override
    public Optional<CosignedHead> cosigned() {
        return cosigned.newest();
    }

    @Override
    public TreeHead head() {
        return log.head();
    }

    @Override
    public Bytes tile(TileId tile) throws IOException {
        try {
            return log.tile(tile);
        } catch (MovedAwayException e) {
            throw new TileMissingException(e.tile());
        } catch (AttestationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** {@inheritDoc} Writes once an interval at most, and only what is new. */
    @Override
    public int doWork() {
        long now = clock.monotonicNanos();
        if (now - notBeforeNanos < 0) {
            return 0;
        }
        notBeforeNanos = now + LOOK.toNanos();
        if (next.isEmpty()) {
            next = choose(now);
        }
        return publishNext() ? 1 : 0;
    }

    /** Writes what is new now, if its tiles are there: for the end, when nobody appends any more. */
    public void publishNow() {
        Optional<CosignedHead> newest = cosigned.newest(); // first: its head is not after the log's
        next = Optional.of(new Shown(log.head(), newest));
        publishNext();
    }

    private boolean publishNext() {
        if (next.isEmpty() || !tilesAreThere(next.get().head())) {
            return false;
        }
        try {
            publish(next.get());
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("the log's static files can't be written: {}; trying again", e.getMessage());
            }
            failing = true;
        }
        next = Optional.empty();
        notBeforeNanos = clock.monotonicNanos() + interval.toNanos();
        return true;
    }

    /** What should be shown, if that is something else than what is. */
    private Optional<Shown> choose(long now) {
        Optional<CosignedHead> newest = cosigned.newest(); // first: its head is not after the log's
        TreeHead head = log.head();
        boolean all = newest.isPresent() && newest.get().head().size() == head.size();
        if (newest.isEmpty() || all) {
            waiting = Optional.empty();
        } else if (waiting.isEmpty() || !waiting.get().cosigned().equals(newest)) {
            waiting = Optional.of(new Waiting(newest, now));
        }
        boolean patient = waiting.isPresent() && now - waiting.get().sinceNanos() < COSIGNED_WITHIN.toNanos();
        Shown shown = new Shown(all || patient ? newest.get().head() : head, newest);
        return isNews(shown) ? Optional.of(shown) : Optional.empty();
    }

    private boolean isNews(Shown shown) {
        boolean later =
                published.isEmpty() || published.get().size() < shown.head().size();
        return later || !publishedCosigned.equals(shown.cosigned()) || !publishedIdentity.equals(identity);
    }

    /** Whether all full tiles of the log at {@code head} are files. */
    private boolean tilesAreThere(TreeHead head) {
        return log.stats().tiledSize() >= head.size() / TileId.WIDTH_MAX * TileId.WIDTH_MAX;
    }

    private void publish(Shown shown) throws IOException {
        Optional<IdentityChain> chain = identity;
        if (!publishedIdentity.equals(chain)) {
            files.writeIdentity(chain.orElseThrow());
            publishedIdentity = chain;
        }
        if (published.isEmpty() || published.get().size() < shown.head().size()) {
            publish(shown.head());
        }
        if (!publishedCosigned.equals(shown.cosigned())) {
            files.writeCosignatures(shown.cosigned().orElseThrow());
            publishedCosigned = shown.cosigned();
        }
    }

    private void publish(TreeHead head) throws IOException {
        long tiled = log.stats().tiledSize();
        List<TileId> shown =
                published.map(last -> StaticFiles.partials(last.size())).orElse(List.of());
        for (TileId tile : List.copyOf(partials)) {
            if (isFull(tile, tiled)) {
                files.removePartials(tile);
                partials.remove(tile);
            }
        }
        for (TileId tile : StaticFiles.partials(head.size())) {
            if (!isFull(tile, tiled) && !shown.contains(tile)) { // what is shown is not touched
                partials.add(tile.full());
                files.writePartial(tile, tile(tile));
            }
        }
        files.writeCheckpoint(head);
        published = Optional.of(head);
    }

    private static boolean isFull(TileId tile, long tiled) {
        return tile.index() < TileId.count(tile.level(), tiled) / TileId.WIDTH_MAX;
    }

    @Override
    public long dueInNanos() {
        return Math.max(0, notBeforeNanos - clock.monotonicNanos());
    }

    @Override
    public String name() {
        return "log-files";
    }
}
