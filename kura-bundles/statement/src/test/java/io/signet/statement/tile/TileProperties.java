package io.signet.statement.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What comes out of tiles is the tree; what is put into a bundle comes out of it, or the damage is named. */
class TileProperties {
    private static final List<Digest> LEAVES = LongStream.range(0, 70_000)
            .mapToObj(i -> MerkleTree.leafHash(Bytes.utf8("entry " + i)))
            .toList();

    @Property(tries = 30)
    void proofsOutOfTiles_areThoseOfTheTree(@ForAll @IntRange(min = 1, max = 2_000) int size, @ForAll long seed) {
        check(size, (int) Math.floorMod(seed, (long) size));
    }

    @Example
    void proofsOutOfTilesOfThreeLevels_areThoseOfTheTree() {
        for (int size : new int[] {255, 256, 257, 65_535, 65_536, 65_537, 69_999}) {
            check(size, size / 3);
            check(size, size - 1);
        }
    }

    private static void check(int size, int index) {
        List<List<Digest>> levels = levels(size);
        HashTiles tree = new TiledHashes(tile -> tile(levels, tile, size), size);
        HashTiles leaves = HashTiles.ofLeaves(i -> LEAVES.get((int) i));
        assertThat(MerkleTree.root(tree, size)).isEqualTo(MerkleTree.root(leaves, size));
        assertThat(MerkleTree.inclusionProof(tree, index, size))
                .isEqualTo(MerkleTree.inclusionProof(leaves, index, size));
        assertThat(MerkleTree.consistencyProof(tree, index, size))
                .isEqualTo(MerkleTree.consistencyProof(leaves, index, size));
    }

    private static List<List<Digest>> levels(int size) {
        List<List<Digest>> levels = new ArrayList<>();
        levels.add(LEAVES.subList(0, size));
        while (levels.get(levels.size() - 1).size() >= 256) {
            List<Digest> below = levels.get(levels.size() - 1);
            levels.add(IntStream.range(0, below.size() / 256)
                    .mapToObj(i -> new HashTile(below.subList(256 * i, 256 * i + 256)).root())
                    .toList());
        }
        return levels;
    }

    private static Bytes tile(List<List<Digest>> levels, TileId tile, int size) throws IOException {
        if (!tile.equals(TileId.hashes(tile.level(), tile.index()).in(size))) {
            throw new TileMissingException(tile);
        }
        int from = (int) tile.index() * 256;
        return new HashTile(levels.get(tile.level()).subList(from, from + tile.width())).encode();
    }

    @Property(tries = 100)
    void bundle_isReadAsItWasWritten(
            @ForAll @Size(min = 1, max = 256) List<@IntRange(min = 1, max = 400) Integer> sizes)
            throws MalformedException {
        EntryBundle bundle = bundle(sizes);
        Bytes encoded = bundle.encode();
        assertThat(EntryBundle.decode(encoded, sizes.size())).isEqualTo(bundle);
        assertThat(encoded.size())
                .isEqualTo(sizes.stream().mapToInt(size -> 2 + size).sum());
    }

    @Property(tries = 100)
    void bundleThatIsCutOrTooLong_isRefusedAndWhatIsIntactIsRead(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 50) Integer> sizes,
            @ForAll @IntRange(min = 0, max = 1_100) int at) {
        EntryBundle bundle = bundle(sizes);
        byte[] encoded = bundle.encode().toArray();
        int keep = at % encoded.length;
        Bytes cut = Bytes.copyOfRange(encoded, 0, keep);
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> EntryBundle.decode(cut, sizes.size()));
        List<Bytes> intact = EntryBundle.intact(cut, sizes.size());
        assertThat(intact).isEqualTo(bundle.entries().subList(0, intact.size()));
        Bytes longer = Bytes.copyOfRange(encoded, 0, encoded.length + 1);
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> EntryBundle.decode(longer, sizes.size()));
        if (sizes.size() > 1) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> EntryBundle.decode(bundle.encode(), sizes.size() - 1));
        }
    }

    private static EntryBundle bundle(List<Integer> sizes) {
        return new EntryBundle(
                sizes.stream().map(size -> Bytes.utf8("e".repeat(size))).toList());
    }

    @Example
    void hashTileOfAnotherSize_isRefused() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> HashTile.decode(Bytes.copyOf(new byte[63]), 2));
    }
}
