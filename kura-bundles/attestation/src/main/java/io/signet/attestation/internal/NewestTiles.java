package io.signet.attestation.internal;

import io.signet.attestation.TamperedLogException;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the newest tiles of hashes and, if wanted, of entries. Should the two not match, the head tells who is right: if
 * the entries give its root, the hashes are to be mended; else they name the entry that was altered.
 */
final class NewestTiles {
    private static final int WIDTH = TileId.WIDTH_MAX;

    private final TileFiles files;
    private final boolean checkEntries;
    private final Map<TileId, Bytes> wrong = new LinkedHashMap<>();
    private OptionalLong alteredEntry = OptionalLong.empty();

    NewestTiles(TileFiles files, boolean checkEntries) {
        this.files = files;
        this.checkEntries = checkEntries;
    }

    /** The hash over the entries of a full tile. */
    Digest root(long index) throws IOException, TamperedLogException {
        Optional<HashTile> hashes = hashes(TileId.hashes(0, index));
        if (!checkEntries && hashes.isPresent()) {
            return hashes.get().root();
        }
        Optional<Bytes> content = entries(index);
        if (content.isEmpty()) {
            // Moved away, after the level above became a full tile but before the last start took note of it.
            return hashes(TileId.hashes(1, index / WIDTH))
                    .map(above -> above.hashes().get((int) (index % WIDTH)))
                    .orElseThrow(() -> new TamperedLogException(
                            index * WIDTH,
                            TileId.entries(index)
                                    + " is missing; only what lies under full tiles of level 1 may be moved away"));
        }
        HashTile right = check(index, content.get(), hashes);
        if (!hashes.equals(Optional.of(right))) {
            wrong.put(TileId.hashes(0, index), right.encode());
        }
        return right.root();
    }

    private Optional<HashTile> hashes(TileId tile) throws IOException {
        try {
            return Optional.of(HashTile.decode(files.tile(tile), WIDTH));
        } catch (TileMissingException | MalformedException lostOrDamaged) {
            return Optional.empty();
        }
    }

    private Optional<Bytes> entries(long index) throws IOException {
        try {
            return Optional.of(files.tile(TileId.entries(index)));
        } catch (TileMissingException e) {
            return Optional.empty();
        }
    }

    private HashTile check(long index, Bytes content, Optional<HashTile> hashes) throws TamperedLogException {
        int altered = alteredEntry(content, hashes);
        if (altered < WIDTH && alteredEntry.isEmpty()) {
            alteredEntry = OptionalLong.of(index * WIDTH + altered);
        }
        try {
            return new HashTile(EntryBundle.decode(content, WIDTH).leafHashes());
        } catch (MalformedException e) {
            throw new TamperedLogException(
                    index * WIDTH + Math.min(altered, WIDTH - 1),
                    TileId.entries(index) + " is damaged: " + e.getMessage());
        }
    }

    /** The first entry of a tile that is not what its hash is of, or can't be read; 256 if all are. */
    private static int alteredEntry(Bytes content, Optional<HashTile> hashes) {
        int place = 0;
        for (Bytes entry : EntryBundle.intact(content, WIDTH)) {
            if (hashes.isPresent() && !hashes.get().hashes().get(place).equals(MerkleTree.leafHash(entry))) {
                return place;
            }
            place++;
        }
        return place;
    }

    /** The first entry whose hash is another one in its tile. */
    OptionalLong alteredEntry() {
        return alteredEntry;
    }

    /** Writes tiles of hashes anew that are not those of their entries, which are right. */
    void mend() throws IOException {
        for (Map.Entry<TileId, Bytes> tile : wrong.entrySet()) {
            files.put(tile.getKey(), tile.getValue());
        }
        files.force(List.copyOf(wrong.keySet()));
    }
}
