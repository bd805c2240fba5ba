package io.signet.attestation;

import io.signet.attestation.internal.LogView;
import io.signet.attestation.internal.StaticFiles;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.statement.Bytes;
import io.signet.statement.CosignedHead;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a log in its directory, without its key, while its node may be writing to it. It looks for a new head at most once
 * a second. Any thread may call this.
 */
public final class LogDirectory implements TiledLog {
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    /** The node may delete what is just being read, though never twice in a moment. */
    private static final int TRIES = 3;

    private final DiskStorage storage;
    private final Clock clock;
    private LogView view;
    private long lookedNanos;

    private LogDirectory(DiskStorage storage, Clock clock, LogView view) {
        this.storage = storage;
        this.clock = clock;
        this.view = view;
        this.lookedNanos = clock.monotonicNanos();
    }

    /**
     * Opens the log in {@code directory}.
     *
     * @throws TamperedLogException if what is there is not what the last head covers
     * @throws IOException if there is no log, or it can't be read
     */
    public static LogDirectory open(Path directory, Clock clock) throws IOException, TamperedLogException {
        DiskStorage storage = DiskStorage.readOnly(directory);
        return new LogDirectory(storage, clock, read(storage));
    }

    private static LogView read(DiskStorage storage) throws IOException, TamperedLogException {
        IOException last = new IOException();
        for (int i = 0; i < TRIES; i++) {
            try {
                return LogView.read(storage);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    @Override
    public synchronized TreeHead head() throws IOException {
        long now = clock.monotonicNanos();
        if (now - lookedNanos >= LOOK_NANOS) {
            lookedNanos = now;
            if (!LogView.head(storage).equals(view.head())) {
                refresh();
            }
        }
        return view.head();
    }

    private void refresh() throws IOException {
        try {
            view = read(storage);
        } catch (TamperedLogException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** {@inheritDoc} It is what the node wrote last of it, a moment ago. */
    @Override
    public synchronized Optional<CosignedHead> cosigned() throws IOException {
        Optional<CosignedHead> cosigned = new StaticFiles(storage).cosignatures();
        if (cosigned.isPresent() && cosigned.get().head().size() > view.head().size()) {
            refresh();
        }
        return cosigned;
    }

    @Override
    public Bytes tile(TileId tile) throws IOException {
        long end = tile.index() * TileId.WIDTH_MAX + tile.width();
        Objects.checkFromToIndex(0, end, TileId.count(tile.level(), head().size()));
        Optional<Bytes> file = current().file(tile);
        return file.isPresent() ? file.get() : fromSegments(tile);
    }

    private synchronized LogView current() {
        return view;
    }

    private synchronized Bytes fromSegments(TileId tile) throws IOException {
        try {
            return view.tile(tile);
        } catch (IOException deletedMeanwhile) {
            refresh();
            return view.tile(tile);
        }
    }
}
