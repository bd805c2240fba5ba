package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.internal.StaticFiles;
import io.signet.runtime.Storage;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TileSource;
import io.signet.statement.tile.TiledHashes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/** Reads a log as a client of a plain web server does: from the files that there are, and nothing else. */
record StaticReader(Storage storage) implements TileSource {
    @Override
    public Bytes tile(TileId tile) throws IOException {
        Optional<ByteBuffer> exact = storage.get(tile.path(), EntryBundle.SIZE_BYTES_MAX);
        if (exact.isPresent()) {
            return Bytes.copyOf(exact.get());
        }
        return tile.beginningOf(Bytes.copyOf(storage.get(tile.full().path(), EntryBundle.SIZE_BYTES_MAX)
                .orElseThrow(() -> new TileMissingException(tile))));
    }

    TreeHead checkpoint() throws IOException {
        return new StaticFiles(storage).checkpoint().orElseThrow();
    }

    /** The checkpoint is signed, its hashes give its root, and its last entries are there. */
    TreeHead assertWhole(PublicKey key) throws IOException, MalformedException {
        TreeHead head = checkpoint();
        assertThat(head.signedBy(key)).isTrue();
        assertThat(MerkleTree.root(new TiledHashes(this, head.size()), head.size()))
                .isEqualTo(head.root());
        if (head.size() > 0) {
            entries((head.size() - 1) / TileId.WIDTH_MAX, head);
        }
        return head;
    }

    List<Bytes> entries(long tile, TreeHead head) throws IOException, MalformedException {
        TileId id = TileId.entries(tile).in(head.size());
        return EntryBundle.decode(tile(id), id.width()).entries();
    }
}
