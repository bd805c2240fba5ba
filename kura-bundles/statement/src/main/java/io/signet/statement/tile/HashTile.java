package io.signet.statement.tile;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.merkle.MerkleTree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The contents of a tile of hashes: 32 bytes each, one after the other and nothing else.
 *
 * @param hashes 1 to {@link TileId#WIDTH_MAX}
 */
public record HashTile(List<Digest> hashes) {
    /** Size of a full tile. */
    public static final int SIZE_BYTES_MAX = TileId.WIDTH_MAX * Digest.SIZE_BYTES;

    public HashTile {
        hashes = List.copyOf(hashes);
        if (hashes.isEmpty() || hashes.size() > TileId.WIDTH_MAX) {
            throw new IllegalArgumentException("a tile has 1 to " + TileId.WIDTH_MAX + " hashes, not " + hashes.size());
        }
    }

    /** The tile's bytes. */
    public Bytes encode() {
        ByteBuffer encoded = ByteBuffer.allocate(hashes.size() * Digest.SIZE_BYTES);
        hashes.forEach(hash -> encoded.put(hash.value().asBuffer()));
        return Bytes.copyOf(encoded.flip());
    }

    /**
     * Reads a tile.
     *
     * @param width how many hashes it must have, 1 to {@link TileId#WIDTH_MAX}
     * @throws MalformedException if {@code encoded} has another size
     */
    public static HashTile decode(Bytes encoded, int width) throws MalformedException {
        if (encoded.size() != width * Digest.SIZE_BYTES) {
            throw new MalformedException(
                    "a tile of " + width + " hashes has " + width * Digest.SIZE_BYTES + " bytes, not " + encoded.size(),
                    0);
        }
        ByteBuffer rest = encoded.asBuffer();
        List<Digest> hashes = new ArrayList<>(width);
        for (int at = 0; at < encoded.size(); at += Digest.SIZE_BYTES) {
            hashes.add(new Digest(Bytes.copyOf(rest.slice(at, Digest.SIZE_BYTES))));
        }
        return new HashTile(hashes);
    }

    /**
     * The hash of a complete subtree over this tile's hashes.
     *
     * @param level 0 for the hashes themselves, up to {@link TileId#LEVELS_PER_TILE}
     * @param index within the tile; the subtree must be in it
     */
    public Digest subtree(int level, int index) {
        Objects.checkIndex((index + 1) << level, hashes.size() + 1);
        List<Digest> row = hashes.subList(index << level, (index + 1) << level);
        for (int i = 0; i < level; i++) {
            List<Digest> above = new ArrayList<>(row.size() / 2);
            for (int j = 0; j < row.size(); j += 2) {
                above.add(MerkleTree.nodeHash(row.get(j), row.get(j + 1)));
            }
            row = above;
        }
        return row.get(0);
    }

    /** The hash over all of a full tile: one hash of the tile level above. */
    public Digest root() {
        return subtree(TileId.LEVELS_PER_TILE, 0);
    }
}
