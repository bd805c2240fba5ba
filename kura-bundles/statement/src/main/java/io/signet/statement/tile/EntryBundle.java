package io.signet.statement.tile;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.merkle.MerkleTree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The contents of a tile of entries: each entry's size in two bytes, big-endian, and the entry, one after the other and
 * nothing else.
 *
 * @param entries 1 to {@link TileId#WIDTH_MAX} entries of 1 to {@link #ENTRY_SIZE_BYTES_MAX} bytes
 */
public record EntryBundle(List<Bytes> entries) {
    /** Largest entry. */
    public static final int ENTRY_SIZE_BYTES_MAX = 0xffff;

    /** Largest bundle. */
    public static final int SIZE_BYTES_MAX = TileId.WIDTH_MAX * (Short.BYTES + ENTRY_SIZE_BYTES_MAX);

    public EntryBundle {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || entries.size() > TileId.WIDTH_MAX) {
            throw new IllegalArgumentException(
                    "a bundle has 1 to " + TileId.WIDTH_MAX + " entries, not " + entries.size());
        }
        for (Bytes entry : entries) {
            if (entry.size() < 1 || entry.size() > ENTRY_SIZE_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "an entry has 1 to " + ENTRY_SIZE_BYTES_MAX + " bytes, not " + entry.size());
            }
        }
    }

    /** The bundle's bytes. */
    public Bytes encode() {
        int sizeBytes = entries.stream().mapToInt(e -> Short.BYTES + e.size()).sum();
        ByteBuffer encoded = ByteBuffer.allocate(sizeBytes);
        for (Bytes entry : entries) {
            encoded.putShort((short) entry.size()).put(entry.asBuffer());
        }
        return Bytes.copyOf(encoded.flip());
    }

    /**
     * Reads a bundle.
     *
     * @param width how many entries it must have, 1 to {@link TileId#WIDTH_MAX}
     * @throws MalformedException if {@code encoded} is anything else
     */
    public static EntryBundle decode(Bytes encoded, int width) throws MalformedException {
        ByteBuffer rest = encoded.asBuffer();
        List<Bytes> entries = intact(rest, width);
        if (entries.size() < width) {
            throw new MalformedException("entry " + entries.size() + " of the bundle is cut off", rest.position());
        }
        if (rest.hasRemaining()) {
            throw new MalformedException("there is something after the bundle's last entry", rest.position());
        }
        return new EntryBundle(entries);
    }

    /**
     * The first entries of a bundle that may be damaged, up to where it can't be read on: to say which entry is damaged.
     */
    public static List<Bytes> intact(Bytes encoded, int width) {
        return intact(encoded.asBuffer(), width);
    }

    private static List<Bytes> intact(ByteBuffer rest, int width) {
        List<Bytes> entries = new ArrayList<>();
        while (entries.size() < width && rest.remaining() >= Short.BYTES) {
            int sizeBytes = Short.toUnsignedInt(rest.getShort(rest.position()));
            if (sizeBytes < 1 || sizeBytes > rest.remaining() - Short.BYTES) {
                break;
            }
            rest.position(rest.position() + Short.BYTES);
            entries.add(Bytes.copyOf(rest.slice(rest.position(), sizeBytes)));
            rest.position(rest.position() + sizeBytes);
        }
        return entries;
    }

    /** The entries' hashes as leaves of the log's tree. */
    public List<Digest> leafHashes() {
        return entries.stream().map(MerkleTree::leafHash).toList();
    }
}
