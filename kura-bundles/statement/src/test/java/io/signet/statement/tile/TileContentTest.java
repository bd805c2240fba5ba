package io.signet.statement.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What tiles of entries and of hashes may hold, and partial tiles out of full ones. */
class TileContentTest {
    private static final int MAX = EntryBundle.ENTRY_SIZE_BYTES_MAX;

    private static final EntryBundle FULL = new EntryBundle(
            IntStream.range(0, 256).mapToObj(i -> Bytes.utf8("entry " + i)).toList());

    private static Bytes entry(int sizeBytes) {
        return Bytes.copyOf(new byte[sizeBytes]);
    }

    @Test
    void smallestAndLargestEntries_areReadAsTheyWereWritten() throws MalformedException {
        EntryBundle bundle = new EntryBundle(List.of(entry(1), entry(MAX), entry(1)));
        assertThat(EntryBundle.decode(bundle.encode(), 3)).isEqualTo(bundle);
        assertThat(EntryBundle.intact(bundle.encode(), 3)).isEqualTo(bundle.entries());
        assertThat(EntryBundle.decode(FULL.encode(), 256)).isEqualTo(FULL);
    }

    @Test
    void entriesThatNoBundleHolds_areRefused() {
        for (int count : new int[] {0, 257}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EntryBundle(Collections.nCopies(count, entry(1))))
                    .withMessage("a bundle has 1 to 256 entries, not " + count);
        }
        for (int sizeBytes : new int[] {0, MAX + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EntryBundle(List.of(entry(sizeBytes))))
                    .withMessage("an entry has 1 to 65535 bytes, not " + sizeBytes);
        }
    }

    @Test
    void damage_isNamedWithItsPlace() {
        Bytes encoded = new EntryBundle(List.of(entry(3), entry(4))).encode();
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> EntryBundle.decode(encoded, 3))
                .withMessageContaining("entry 2 of the bundle is cut off")
                .withMessageContaining("11");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> EntryBundle.decode(encoded, 1))
                .withMessageContaining("there is something after the bundle's last entry")
                .withMessageContaining("5");
        assertThat(EntryBundle.intact(Bytes.fromHex("00014100004142"), 3)).containsExactly(Bytes.utf8("A"));
    }

    @Test
    void partialTile_isTheBeginningOfTheFullOne() throws IOException {
        EntryBundle first = new EntryBundle(FULL.entries().subList(0, 17));
        assertThat(new TileId(TileId.ENTRIES, 3, 17).beginningOf(FULL.encode())).isEqualTo(first.encode());
        Bytes hashes = new HashTile(FULL.leafHashes()).encode();
        assertThat(new TileId(0, 3, 17).beginningOf(hashes)).isEqualTo(new HashTile(first.leafHashes()).encode());
    }

    @Test
    void partialTileOutOfWhatIsNoFullOne_isRefusedWithItsName() {
        for (TileId tile : new TileId[] {new TileId(TileId.ENTRIES, 3, 17), new TileId(0, 3, 17)}) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> tile.beginningOf(entry(5)))
                    .withMessageStartingWith(tile.path() + " is damaged: ");
        }
    }

    @Test
    void hashesThatNoTileHolds_areRefused() {
        Digest hash = MerkleTree.leafHash(Bytes.EMPTY);
        for (int count : new int[] {0, 257}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new HashTile(Collections.nCopies(count, hash)))
                    .withMessage("a tile has 1 to 256 hashes, not " + count);
        }
    }

    @Test
    void subtreeThatIsNotWholeInTheTile_isRefused() {
        HashTile tile = new HashTile(FULL.leafHashes().subList(0, 6));
        assertThat(tile.subtree(1, 2))
                .isEqualTo(MerkleTree.nodeHash(
                        FULL.leafHashes().get(4), FULL.leafHashes().get(5)));
        for (int[] subtree : new int[][] {{0, 6}, {1, 3}, {2, 1}, {3, 0}}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> tile.subtree(subtree[0], subtree[1]));
        }
    }
}
