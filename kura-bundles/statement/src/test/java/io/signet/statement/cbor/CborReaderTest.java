package io.signet.statement.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborReaderTest {
    private static CborReader reader(String hex) {
        return new CborReader(Bytes.fromHex(hex));
    }

    private static void skipAll(String hex) throws MalformedException {
        CborReader reader = reader(hex);
        reader.skipValue();
        reader.expectEnd();
    }

    /** RFC 8949 appendix A, and where the next larger head begins. */
    @ParameterizedTest
    @CsvSource({
        "18ff, 255",
        "190100, 256",
        "19ffff, 65535",
        "1a00010000, 65536",
        "1affffffff, 4294967295",
        "1b0000000100000000, 4294967296",
        "00, 0",
        "17, 23",
        "1818, 24",
        "1864, 100",
        "1903e8, 1000",
        "1a000f4240, 1000000",
        "1b000000e8d4a51000, 1000000000000",
        "1b7fffffffffffffff, 9223372036854775807",
        "20, -1",
        "3863, -100",
        "3903e7, -1000",
        "3b7fffffffffffffff, -9223372036854775808"
    })
    void integer_isReadAndWrittenAsInTheRfc(String hex, long value) throws MalformedException {
        CborReader reader = reader(hex);
        assertThat(reader.peekType()).isEqualTo(CborType.INTEGER);
        assertThat(reader.readInt()).isEqualTo(value);
        reader.expectEnd();
        assertThat(new CborWriter().writeInt(value).toBytes().toHex()).isEqualTo(hex);
    }

    /** RFC 8949 appendix A. */
    @Test
    void text_isReadAndWrittenAsInTheRfc() throws MalformedException {
        for (String[] pair : new String[][] {
            {"60", ""},
            {"6449455446", "IETF"},
            {"62225c", "\"\\"},
            {"62c3bc", "ü"},
            {"63e6b0b4", "水"},
            {"64f0908591", "\ud800\udd51"}
        }) {
            CborReader reader = reader(pair[0]);
            assertThat(reader.readText(4)).isEqualTo(pair[1]);
            reader.expectEnd();
            assertThat(new CborWriter().writeText(pair[1]).toBytes().toHex()).isEqualTo(pair[0]);
        }
    }

    /** RFC 8949 appendix A, {@code {"a": 1, "b": [2, 3]}}. */
    @Test
    void nestedMap_isReadAndWrittenAsInTheRfc() throws MalformedException {
        CborReader reader = reader("a26161016162820203");
        assertThat(reader.readMapSize()).isEqualTo(2);
        reader.readExactText("a");
        reader.readExactInt(1);
        reader.readExactText("b");
        reader.readArray(2);
        assertThat(reader.readInt()).isEqualTo(2);
        assertThat(reader.readInt()).isEqualTo(3);
        reader.expectEnd();
        CborWriter writer = new CborWriter(0).startMap(2).writeText("a").writeInt(1);
        writer.writeText("b").startArray(2).writeInt(2).writeInt(3);
        assertThat(writer.toBytes().toHex()).isEqualTo("a26161016162820203");
    }

    @Test
    void simpleValuesBytesAndTags_areReadAndWritten() throws MalformedException {
        CborWriter writer =
                new CborWriter().writeTag(18).startArray(6).writeBoolean(false).writeBoolean(true);
        writer.writeNull().writeBytes(Bytes.fromHex("0102")).writeBytes(ByteBuffer.allocateDirect(1));
        Bytes encoded = writer.writeEncoded(Bytes.fromHex("a0")).toBytes();
        assertThat(encoded.toHex()).isEqualTo("d286f4f5f64201024100a0");
        CborReader reader = new CborReader(encoded);
        assertThat(reader.peekType()).isEqualTo(CborType.TAG);
        reader.readTag(18);
        assertThat(reader.peekType()).isEqualTo(CborType.ARRAY);
        reader.readArray(6);
        assertThat(reader.peekType()).isEqualTo(CborType.BOOLEAN);
        assertThat(reader.readBoolean()).isFalse();
        assertThat(reader.readBoolean()).isTrue();
        assertThat(reader.peekType()).isEqualTo(CborType.NULL);
        reader.readNull();
        assertThat(reader.peekType()).isEqualTo(CborType.BYTES);
        assertThat(reader.readExactBytes(2)).isEqualTo(Bytes.fromHex("0102"));
        assertThat(reader.readByteBuffer(1).isReadOnly()).isTrue();
        assertThat(reader.peekType()).isEqualTo(CborType.MAP);
        assertThat(reader.readEncoded()).isEqualTo(Bytes.fromHex("a0"));
        reader.expectEnd();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "1817, a head longer than needed",
        "190018, a head longer than needed",
        "1900ff, a head longer than needed",
        "1a0000ffff, a head longer than needed",
        "1b00000000ffffffff, a head longer than needed",
        "5800, a byte string's length longer than needed",
        "780161, a text string's length longer than needed",
        "9800, an array's length longer than needed",
        "b800, a map's length longer than needed",
        "1b8000000000000000, an integer beyond 64 bits signed",
        "3b8000000000000000, an integer beyond 64 bits signed",
        "9f01ff, an array of indefinite length",
        "bf6161ff, a map of indefinite length",
        "5f4101ff, a byte string of indefinite length",
        "7f6161ff, a text string of indefinite length",
        "ff, a break without a beginning",
        "1c, a reserved head",
        "f90000, a half float",
        "fa47c35000, a float",
        "fb3ff199999999999a, a double",
        "f7, undefined",
        "f0, another simple value",
        "f820, another simple value",
        "a201000100, a key twice",
        "a202000100, keys out of order",
        "a2616100016100, keys out of order by type",
        "a262616100616200, a longer key first",
        "81a2018100010000, a key twice around a nested value",
        "81a202810001008100, keys out of order around a nested value",
        "a1008181a20181000100, a key twice deeper around a nested value",
        "a18000, an array as a key",
        "a1a000, a map as a key",
        "a1c10000, a tag on a key",
        "c1c100, a tag on a tag",
        "d2, a tag on nothing",
        "61ff, invalid UTF-8",
        "62c080, an overlong form in UTF-8",
        "63eda080, a surrogate in UTF-8",
        "0000, bytes after the end",
        "8101ff, bytes after the end",
        "820000ff, bytes after the end",
        "9a7fffffff00, an array of more items than there are bytes",
        "ba7fffffff0000, a map of more entries than there are bytes",
        "9b7fffffffffffffff, an array of more items than there are bytes",
        "bb7fffffffffffffff, a map whose items overflow",
        "5b7fffffffffffffff00, a string of more bytes than there are",
        "7affffffff00, a string of more bytes than there are",
        "8201, an array that ends early",
        "a101, a map that ends early",
        "19, a head that ends early",
        "4201, a string that ends early"
    })
    void anythingButTheOneEncoding_isRefused(String hex, String what) {
        assertThatThrownBy(() -> skipAll(hex)).isInstanceOf(MalformedException.class);
    }

    @Test
    void emptyInput_isRefused() {
        assertThatThrownBy(() -> new CborReader(Bytes.EMPTY).peekType()).isInstanceOf(MalformedException.class);
    }

    @Test
    void nestingOf16_isReadAndOf17_isRefused() throws MalformedException {
        skipAll("81".repeat(15) + "80");
        assertThatThrownBy(() -> skipAll("81".repeat(16) + "80"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("nest");
    }

    @Test
    void wrongType_isRefusedWithItsOffset() {
        CborReader reader = reader("820160");
        MalformedException refused = assertThrows(MalformedException.class, () -> {
            reader.readArray(2);
            reader.readInt();
            reader.readBytes(1);
        });
        assertThat(refused.offset()).isEqualTo(2);
        assertThat(refused).hasMessageContaining("expected a byte string").hasMessageContaining("at byte 2");
        assertThat(refused.getStackTrace()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "40", "60", "80", "a0", "f4", "f6", "c100"})
    void everyReader_refusesWhatIsOfAnotherType(String hex) throws MalformedException {
        CborType type = reader(hex).peekType();
        assertRefusedUnless(type == CborType.INTEGER, () -> reader(hex).readInt());
        assertRefusedUnless(type == CborType.BYTES, () -> reader(hex).readBytes(1));
        assertRefusedUnless(type == CborType.TEXT, () -> reader(hex).readText(1));
        assertRefusedUnless(type == CborType.ARRAY, () -> reader(hex).readArraySize());
        assertRefusedUnless(type == CborType.MAP, () -> reader(hex).readMapSize());
        assertRefusedUnless(type == CborType.BOOLEAN, () -> reader(hex).readBoolean());
        assertRefusedUnless(type == CborType.NULL, () -> reader(hex).readNull());
        assertRefusedUnless(type == CborType.TAG, () -> reader(hex).readTag(1));
    }

    @FunctionalInterface
    private interface Reading {
        void run() throws MalformedException;
    }

    private static void assertRefusedUnless(boolean allowed, Reading reading) throws MalformedException {
        if (allowed) {
            reading.run();
        } else {
            assertThrows(MalformedException.class, reading::run);
        }
    }

    @Test
    void valuesOutOfTheirBounds_areRefused() {
        assertThrows(MalformedException.class, () -> reader("05").readInt(0, 4));
        assertThrows(MalformedException.class, () -> reader("05").readExactInt(4));
        assertThrows(MalformedException.class, () -> reader("420000").readBytes(1));
        assertThrows(MalformedException.class, () -> reader("4100").readExactBytes(2));
        assertThrows(MalformedException.class, () -> reader("626161").readText(1));
        assertThrows(MalformedException.class, () -> reader("626162").readExactText("aa"));
        assertThrows(MalformedException.class, () -> reader("8100").readArray(2));
        assertThrows(MalformedException.class, () -> reader("a10000").readMap(2));
        assertThrows(MalformedException.class, () -> reader("d300").readTag(18));
    }

    @Test
    void itemsLeftUnread_areRefusedAtTheEnd() throws MalformedException {
        CborReader reader = reader("820102");
        reader.readArray(2);
        reader.readInt();
        assertThatThrownBy(reader::expectEnd).isInstanceOf(MalformedException.class);
    }

    @Test
    void readingOnPastTheItem_isRefused() throws MalformedException {
        CborReader reader = reader("8101");
        reader.readArray(1);
        reader.readInt();
        assertThatThrownBy(reader::readInt).isInstanceOf(MalformedException.class);
    }

    @Test
    void tagsWhereNoneBelong_areRefusedByWhoeverReadsThem() throws MalformedException {
        CborReader twice = reader("c1c100");
        twice.readTag(1);
        assertThatThrownBy(() -> twice.readTag(1)).hasMessageContaining("on another tag is not allowed");
        CborReader key = reader("a1c10000");
        key.readMap(1);
        assertThatThrownBy(() -> key.readTag(1)).hasMessageContaining("a tag on a map's key");
    }

    @Test
    void sizesBeyondTheBytesThatAreLeft_areRefusedBeforeAnyItemIsRead() throws MalformedException {
        assertThatThrownBy(() -> reader("8201").readArraySize()).hasMessageContaining("announces more items");
        assertThatThrownBy(() -> reader("a101").readMapSize()).hasMessageContaining("announces more items");
        assertThatThrownBy(() -> reader("a2010203").readMapSize()).hasMessageContaining("announces more items");
        assertThat(reader("820102").readArraySize()).isEqualTo(2);
        assertThat(reader("a10102").readMapSize()).isEqualTo(1);
        CborReader inner = reader("838080820102");
        inner.readArray(3);
        inner.readArray(0);
        inner.readArray(0);
        assertThat(inner.readArraySize()).isEqualTo(2);
        CborReader lying = reader("8380808301");
        lying.readArray(3);
        lying.readArray(0);
        lying.readArray(0);
        assertThatThrownBy(lying::readArraySize).hasMessageContaining("announces more items");
    }

    @Test
    void offset_isThatOfTheNextItem() throws MalformedException {
        CborReader reader = reader("8203420102");
        assertThat(reader.offset()).isZero();
        reader.readArray(2);
        assertThat(reader.offset()).isEqualTo(1);
        reader.readInt();
        assertThat(reader.offset()).isEqualTo(2);
        reader.readBytes(2);
        assertThat(reader.offset()).isEqualTo(5);
    }

    @Test
    void bytesAfterTheEnd_areCounted() throws MalformedException {
        CborReader reader = reader("00010203");
        reader.readInt();
        assertThatThrownBy(reader::expectEnd)
                .hasMessageContaining("3 bytes follow the end")
                .hasMessageContaining("byte 1");
    }
}
