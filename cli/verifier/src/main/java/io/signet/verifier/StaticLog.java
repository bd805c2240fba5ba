package io.signet.verifier;

import io.signet.statement.Bytes;
import io.signet.statement.CosignedHead;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A log as static files: docs/protocol.md, section "Tiles". Nothing is believed. */
public final class StaticLog implements TiledLog {
    /** The file with the newest head, by which a directory is known to hold a log. */
    public static final String CHECKPOINT = "checkpoint";

    private static final String COSIGNATURES = "cosignatures";
    private static final String IDENTITY = "identity";
    private static final int IDENTITY_BYTES_MAX = 32 * 1024;

    private final Path directory;

    /** The log in {@code directory}. */
    public StaticLog(Path directory) {
        this.directory = directory;
    }

    @Override
    public TreeHead head() throws IOException {
        try {
            return TreeHead.decode(read(CHECKPOINT, TreeHead.SIZE_BYTES_MAX));
        } catch (MalformedException e) {
            throw new IOException(CHECKPOINT + " is no head of a log: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<CosignedHead> cosigned() throws IOException {
        try {
            return Optional.of(CosignedHead.decode(read(COSIGNATURES, CosignedHead.SIZE_BYTES_MAX)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedException e) {
            throw new IOException(COSIGNATURES + " are none: " + e.getMessage(), e);
        }
    }

    /**
     * Whose log it is, by its own word.
     *
     * @throws NoSuchFileException if it does not say
     * @throws IOException if what it says can't be read
     */
    public IdentityChain identity() throws IOException {
        try {
            return IdentityChain.decode(read(IDENTITY, IDENTITY_BYTES_MAX));
        } catch (MalformedException e) {
            throw new IOException(IDENTITY + " is no node's identity: " + e.getMessage(), e);
        }
    }

    /** A partial tile may have become a full one, of which it is the beginning. */
    @Override
    public Bytes tile(TileId tile) throws IOException {
        int sizeMax = tile.holdsEntries() ? EntryBundle.SIZE_BYTES_MAX : HashTile.SIZE_BYTES_MAX;
        try {
            return read(tile.path(), sizeMax);
        } catch (NoSuchFileException e) {
            if (tile.isFull()) {
                throw new TileMissingException(tile);
            }
        }
        try {
            return beginning(tile, read(tile.full().path(), sizeMax));
        } catch (NoSuchFileException e) {
            throw new TileMissingException(tile);
        }
    }

    private static Bytes beginning(TileId tile, Bytes full) {
        if (tile.holdsEntries()) {
            List<Bytes> entries = EntryBundle.intact(full, tile.width());
            return entries.isEmpty() ? full : new EntryBundle(entries).encode();
        }
        int size = Math.min(full.size(), tile.width() * Digest.SIZE_BYTES);
        return Bytes.copyOfRange(full.toArray(), 0, size);
    }

    private Bytes read(String name, int sizeMax) throws IOException {
        Path file = directory.resolve(name);
        if (Files.size(file) > sizeMax) {
            throw new IOException(name + " has more than " + sizeMax + " bytes");
        }
        return Bytes.copyOf(Files.readAllBytes(file));
    }
}
