package io.signet.statement.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TileIdTest {
    @Test
    void path_isThatOfTheLayout() {
        assertThat(TileId.hashes(0, 0).path()).isEqualTo("tile/0/000");
        assertThat(TileId.hashes(2, 999).path()).isEqualTo("tile/2/999");
        assertThat(TileId.hashes(1, 1_234_067).path()).isEqualTo("tile/1/x001/x234/067");
        assertThat(new TileId(TileId.ENTRIES, 1_000, 17).path()).isEqualTo("tile/entries/x001/000.p/17");
        for (TileId tile : new TileId[] {
            TileId.hashes(0, 5), TileId.entries(1_099_511_627_775L), new TileId(6, 0, 1), new TileId(2, 70_000, 255)
        }) {
            assertThat(TileId.ofPath(tile.path())).contains(tile);
        }
    }

    @Test
    void pathThatIsNoTiles_isNone() {
        for (String path : new String[] {
            "",
            "tile",
            "tile/0",
            "tile/0/0",
            "tile/0/0000",
            "tile/7/000",
            "tile/-1/000",
            "tile/00/000",
            "tile/0/x000/001",
            "tile/0/001/002",
            "tile/0/x01/002",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/017",
            "tile/0/000.p",
            "tile/0/000/",
            "tile/0/../0/000",
            "/tile/0/000",
            "tile/entries/x999/x999/x999/x999/999",
            "tile/entries/x001/x001/x001/x001/x001/001"
        }) {
            assertThat(TileId.ofPath(path)).as(path).isEmpty();
        }
    }

    @Test
    void tileInALog_isPartialOnlyAtItsEnd() {
        assertThat(TileId.hashes(0, 1).in(600).width()).isEqualTo(256);
        assertThat(TileId.hashes(0, 2).in(600).width()).isEqualTo(88);
        assertThat(TileId.entries(2).in(600).width()).isEqualTo(88);
        assertThat(TileId.hashes(1, 0).in(600).width()).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TileId.hashes(2, 0).in(600));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TileId.hashes(0, 3).in(768));
    }

    @Test
    void firstEntry_isTheFirstThatATileIsAbout() {
        assertThat(TileId.entries(2).firstEntry()).isEqualTo(512);
        assertThat(TileId.hashes(0, 2).firstEntry()).isEqualTo(512);
        assertThat(TileId.hashes(1, 2).firstEntry()).isEqualTo(131_072);
    }

    @Test
    void tileThatNoLogHas_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TileId.hashes(7, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> TileId.hashes(-2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> TileId.hashes(6, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> TileId.entries(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TileId(0, 0, 257));
        assertThatIllegalArgumentException().isThrownBy(() -> new TileId(0, 0, 0));
    }
}
