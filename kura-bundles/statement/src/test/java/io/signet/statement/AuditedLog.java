package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;

import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A node's log as an auditor sees it, with tiles that a test takes away or puts others in the place of. */
final class AuditedLog implements TiledLog {
    private final List<Bytes> entries;

    /** The hashes of all complete subtrees, those of each level in a list. */
    private final List<List<Digest>> levels = new ArrayList<>();

    private final TreeHead head;
    private final Map<TileId, Bytes> replaced = new HashMap<>();
    private final Set<TileId> gone = new HashSet<>();

    /** A log whose node signed just these entries. */
    AuditedLog(TestPki.Node node, List<Bytes> entries) {
        this.entries = List.copyOf(entries);
        List<Digest> level = entries.stream().map(MerkleTree::leafHash).toList();
        while (!level.isEmpty()) {
            levels.add(level);
            List<Digest> below = level;
            level = IntStream.range(0, below.size() / 2)
                    .mapToObj(i -> MerkleTree.nodeHash(below.get(2 * i), below.get(2 * i + 1)))
                    .toList();
        }
        Digest root = MerkleTree.root(this::hash, entries.size());
        try {
            head = TreeHead.sign(node.signer(), node.id(), entries.size(), root, NOW_MILLIS);
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    private Digest hash(int level, long index) {
        return levels.get(level).get((int) index);
    }

    void replace(TileId tile, Bytes content) {
        replaced.put(tile, content);
    }

    void remove(TileId tile) {
        gone.add(tile);
    }

    @Override
    public TreeHead head() {
        return head;
    }

    @Override
    public Optional<CosignedHead> cosigned() {
        return Optional.empty();
    }

    @Override
    public Bytes tile(TileId tile) throws IOException {
        if (gone.contains(tile) || !tile.equals(tile.full().in(entries.size()))) {
            throw new TileMissingException(tile);
        }
        Bytes other = replaced.get(tile);
        return other != null
                ? other
                : tile.holdsEntries() ? bundle(tile).encode() : hashes(tile).encode();
    }

    EntryBundle bundle(TileId tile) {
        int from = (int) tile.firstEntry();
        return new EntryBundle(entries.subList(from, from + tile.width()));
    }

    private HashTile hashes(TileId tile) {
        int level = TileId.LEVELS_PER_TILE * tile.level();
        long first = tile.index() * TileId.WIDTH_MAX;
        return new HashTile(IntStream.range(0, tile.width())
                .mapToObj(i -> hash(level, first + i))
                .toList());
    }
}
