package io.signet.attestation.internal;

import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import io.signet.statement.Bytes;
import io.signet.statement.CosignedHead;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.TileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a plain web server needs of a log beside its full tiles (docs/protocol.md, "Tiles"): the checkpoint and its partial
 * tiles, the cosignatures, and whose log it is. Each file is whole and durable, or as it was before. The log itself never
 * reads them.
 */
public final class StaticFiles {
    static final String CHECKPOINT = "checkpoint";
    static final String COSIGNATURES = "cosignatures";
    static final String IDENTITY = "identity";
    /** What a file is called before it is whole. */
    private static final String DRAFT = ".new";

    private static final String PARTIAL = ".p";

    private final Storage storage;
    private final TileFiles tiles;

    /** The files in a log's directory. */
    public StaticFiles(Storage storage) {
        this.storage = storage;
        this.tiles = new TileFiles(storage);
    }

    /** The partial tiles of a log of {@code size} entries. */
    public static List<TileId> partials(long size) {
        return IntStream.rangeClosed(TileId.ENTRIES, TileId.LEVEL_MAX)
                .filter(level -> TileId.count(level, size) % TileId.WIDTH_MAX > 0)
                .mapToObj(level -> new TileId(level, TileId.count(level, size) / TileId.WIDTH_MAX, 1).in(size))
                .toList();
    }

    /** The full tiles of which a log had partial ones while it grew {@code from} so many entries {@code to} so many. */
    public static List<TileId> partials(long from, long to) {
        return IntStream.rangeClosed(TileId.ENTRIES, TileId.LEVEL_MAX)
                .boxed()
                .flatMap(level -> LongStream.rangeClosed(
                                TileId.count(level, from) / TileId.WIDTH_MAX,
                                TileId.count(level, to) / TileId.WIDTH_MAX)
                        .mapToObj(index -> new TileId(level, index, TileId.WIDTH_MAX)))
                .toList();
    }

    /** Writes a partial tile. */
    public void writePartial(TileId tile, Bytes content) throws IOException {
        tiles.put(tile, content);
        tiles.force(List.of(tile));
    }

    /** Removes all that was shown of a tile before it was full: who wants that takes the beginning of the full one. */
    public void removePartials(TileId tile) throws IOException {
        storage.removeBelow(tile.full().path() + PARTIAL);
    }

    /** Writes the checkpoint. Its tiles are there. */
    public void writeCheckpoint(TreeHead head) throws IOException {
        write(CHECKPOINT, head.encode());
    }

    /** The last checkpoint that was written; empty if there is none that can be read. */
    public Optional<TreeHead> checkpoint() throws IOException {
        Optional<Bytes> content = read(CHECKPOINT, TreeHead.SIZE_BYTES_MAX);
        try {
            return content.isPresent() ? Optional.of(TreeHead.decode(content.get())) : Optional.empty();
        } catch (MalformedException torn) {
            return Optional.empty();
        }
    }

    /** Writes the cosignatures. Their head is no later than the checkpoint. */
    public void writeCosignatures(CosignedHead cosigned) throws IOException {
        write(COSIGNATURES, cosigned.encode());
    }

    /** The last cosignatures that were written; empty if there are none that can be read. */
    public Optional<CosignedHead> cosignatures() throws IOException {
        Optional<Bytes> content = read(COSIGNATURES, CosignedHead.SIZE_BYTES_MAX);
        try {
            return content.isPresent() ? Optional.of(CosignedHead.decode(content.get())) : Optional.empty();
        } catch (MalformedException torn) {
            return Optional.empty();
        }
    }

    /** Writes whose log it is. */
    public void writeIdentity(IdentityChain identity) throws IOException {
        write(IDENTITY, identity.encode());
    }

    private void write(String name, Bytes content) throws IOException {
        try (StorageFile draft = storage.open(name + DRAFT)) {
            draft.truncate(0);
            draft.write(0, content.asBuffer());
            draft.force();
        }
        storage.replace(name + DRAFT, name);
    }

    private Optional<Bytes> read(String name, int sizeBytesMax) throws IOException {
        if (!storage.exists(name)) {
            return Optional.empty();
        }
        try (StorageFile file = storage.open(name)) {
            if (file.sizeBytes() > sizeBytesMax) {
                return Optional.empty();
            }
            ByteBuffer content = ByteBuffer.allocate((int) file.sizeBytes());
            file.read(0, content);
            return Optional.of(Bytes.copyOf(content.flip()));
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        }
    }
}
