package io.signet.statement.tile;

import io.signet.statement.Bytes;
import io.signet.statement.ConsistencyReceipt;
import io.signet.statement.CosignedHead;
import io.signet.statement.MalformedException;
import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;

/** A log as anyone sees it: its newest head and its tiles, out of which come entries and receipts. Nothing is checked. */
public interface TiledLog extends TileSource {
    /**
     * The newest head.
     *
     * @throws IOException if it can't be read
     */
    TreeHead head() throws IOException;

    /**
     * The newest head that witnesses are known to have cosigned; empty if none is. Whoever asks for it before {@link #head}
     * gets one that is not newer than that.
     *
     * @throws IOException if it can't be read
     */
    Optional<CosignedHead> cosigned() throws IOException;

    /**
     * {@inheritDoc}
     *
     * @param tile of a log of at most {@link #head}'s size, else {@link IndexOutOfBoundsException}
     */
    @Override
    Bytes tile(TileId tile) throws IOException;

    /**
     * An entry.
     *
     * @param index 0 to the newest head's size - 1, else {@link IndexOutOfBoundsException}
     * @throws TileMissingException if it is not here
     * @throws IOException if it can't be read
     */
    default Bytes entry(long index) throws IOException {
        long size = head().size();
        Objects.checkIndex(index, size);
        TileId tile = TileId.entries(index / TileId.WIDTH_MAX).in(size);
        try {
            return EntryBundle.decode(tile(tile), tile.width()).entries().get((int) (index % TileId.WIDTH_MAX));
        } catch (MalformedException e) {
            throw new IOException(tile + " is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * The receipt of an entry under the newest head.
     *
     * @param index 0 to the newest head's size - 1, else {@link IndexOutOfBoundsException}
     * @throws TileMissingException if hashes that it takes are not here
     * @throws IOException if it can't be read
     */
    default Receipt receipt(long index) throws IOException {
        TreeHead head = head();
        Objects.checkIndex(index, head.size());
        try {
            return new Receipt(head, MerkleTree.inclusionProof(new TiledHashes(this, head.size()), index, head.size()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Proves that the newest head only appends to the log of the first {@code from} entries.
     *
     * @param from 1 to the newest head's size, else {@link IndexOutOfBoundsException}
     * @throws TileMissingException if hashes that it takes are not here
     * @throws IOException if it can't be read
     */
    default ConsistencyReceipt consistency(long from) throws IOException {
        TreeHead head = head();
        Objects.checkIndex(from - 1, head.size());
        try {
            return new ConsistencyReceipt(
                    head, MerkleTree.consistencyProof(new TiledHashes(this, head.size()), from, head.size()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
