package io.signet.statement.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
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
    void anythingAfterTheItem_isABug() {
        assertThatThrownBy(() -> new CborWriter().writeNull().writeTag(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().writeNull().startArray(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().writeNull().startMap(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void digestOfAnItemThatIsNotComplete_isABug() {
        assertThatThrownBy(() -> new CborWriter().startArray(1).updateInto(Digest.newSha256()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keyOrder_isKeptAfterWhatIsNestedInAValue() {
        for (int levels = 0; levels < 15; levels++) {
            for (int second : new int[] {4, 5}) {
                CborWriter writer = new CborWriter();
                for (int i = 0; i < levels; i++) {
                    writer.startArray(1);
                }
                writer.startMap(2).writeInt(5).startArray(1).writeNull();
                assertThatThrownBy(() -> writer.writeInt(second)).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void sizesThatAreToldBefore_areThoseOfWhatIsWritten() {
        for (int length : new int[] {0, 1, 23, 24, 255, 256, 65_535, 65_536}) {
            assertThat(CborWriter.sizeOfBytes(length))
                    .as("%s bytes", length)
                    .isEqualTo(new CborWriter()
                            .writeBytes(Bytes.copyOf(new byte[length]))
                            .toBytes()
                            .size());
        }
        for (long number : new long[] {0, 23, 24, 255, 256, 65_535, 65_536, (1L << 32) - 1, 1L << 32, Long.MAX_VALUE}) {
            assertThat(CborWriter.sizeOfHead(number))
                    .as("%s", number)
                    .isEqualTo(new CborWriter().writeInt(number).toBytes().size());
        }
        assertThatThrownBy(() -> CborWriter.sizeOfBytes(Integer.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
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
