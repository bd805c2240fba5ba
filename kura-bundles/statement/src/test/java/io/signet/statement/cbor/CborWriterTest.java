package io.signet.statement.cbor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Bytes;
import org.junit.jupiter.api.Test;

class CborWriterTest {
    @Test
    void keysOutOfOrderOrTwice_areABug() {
        assertThatThrownBy(() ->
                        new CborWriter().startMap(2).writeInt(2).writeNull().writeInt(1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        new CborWriter().startMap(2).writeInt(1).writeNull().writeInt(1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        new CborWriter().startMap(2).writeText("aa").writeNull().writeText("b"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void arraysMapsAndTagsAsKeys_areABug() {
        assertThatThrownBy(() -> new CborWriter().startMap(1).startArray(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().startMap(1).startMap(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().startMap(1).writeTag(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tooFewOrTooManyItems_areABug() {
        assertThatThrownBy(() -> new CborWriter().startArray(1).toBytes()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().toBytes()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().startArray(0).writeNull()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> new CborWriter().writeEncoded(Bytes.fromHex("a0")).writeNull())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nestingDeeperThanAnyReaderAllows_isABug() {
        CborWriter writer = new CborWriter();
        for (int i = 0; i < 16; i++) {
            writer.startArray(1);
        }
        assertThatThrownBy(() -> writer.startArray(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void negativeSizes_areRefused() {
        assertThatThrownBy(() -> new CborWriter().startArray(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CborWriter().startMap(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unpairedSurrogate_isRefused() {
        assertThatThrownBy(() -> new CborWriter().writeText("\ud800")).isInstanceOf(IllegalArgumentException.class);
    }
}
