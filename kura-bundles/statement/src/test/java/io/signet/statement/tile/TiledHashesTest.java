package io.signet.statement.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.merkle.MerkleTree;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TiledHashesTest {
    private static final int KEPT = 16;
    private static final Digest HASH = MerkleTree.leafHash(Bytes.EMPTY);

    private final List<Long> read = new ArrayList<>();
    private final TiledHashes hashes = new TiledHashes(this::read, 20 * TileId.WIDTH_MAX);

    private Bytes read(TileId tile) {
        read.add(tile.index());
        return new HashTile(Collections.nCopies(tile.width(), HASH)).encode();
    }

    private void useTile(long index) {
        assertThat(hashes.hash(0, index * TileId.WIDTH_MAX + 7)).isEqualTo(HASH);
    }

    @Test
    void tilesThatWereUsedLast_areReadOnce() {
        for (int round = 0; round < 3; round++) {
            for (long index = 0; index < KEPT; index++) {
                useTile(index);
            }
        }
        assertThat(read).hasSize(KEPT).doesNotHaveDuplicates();
    }

    @Test
    void tileThatWasNotUsedForLongest_isForgottenForAnother() {
        for (long index = 0; index < KEPT; index++) {
            useTile(index);
        }
        useTile(0);
        useTile(KEPT);
        read.clear();
        useTile(0);
        assertThat(read).as("used again, so kept").isEmpty();
        useTile(1);
        assertThat(read).containsExactly(1L);
    }

    @Test
    void damagedTile_isNamedWithTheSizeItShouldHave() {
        TiledHashes damaged = new TiledHashes(tile -> Bytes.utf8("short"), 300);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> damaged.hash(0, 299))
                .havingCause()
                .withMessageStartingWith("tile/0/001.p/44 is damaged: a tile of 44 hashes has 1408 bytes, not 5");
    }
}
