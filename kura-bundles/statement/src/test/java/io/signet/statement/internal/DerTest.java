package io.signet.statement.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DerTest {
    private static final int OCTETS = Der.OCTET_STRING;

    private static Der reader(String hex) {
        return new Der(Bytes.fromHex(hex).asBuffer());
    }

    private static void assertMalformed(String hex, String reason, int offset) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> reader(hex).read(OCTETS))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.offset()).as(hex).isEqualTo(offset));
    }

    @Test
    void lengthsInTheirShortestForm_areRead() throws MalformedException {
        for (String[] form : new String[][] {
            {"00", "0"},
            {"01", "1"},
            {"7f", "127"},
            {"8180", "128"},
            {"81ff", "255"},
            {"820100", "256"},
            {"82ffff", "65535"},
            {"83010000", "65536"}
        }) {
            int length = Integer.parseInt(form[1]);
            Der reader = reader("04" + form[0] + "ab".repeat(length) + "0400");
            ByteBuffer contents = reader.read(OCTETS);
            assertThat(contents.remaining()).isEqualTo(length);
            assertThat(reader.offset()).isEqualTo(1 + form[0].length() / 2 + length);
            assertThat(reader.hasMore()).isTrue();
            assertThat(reader.read(OCTETS).hasRemaining()).isFalse();
            assertThat(reader.hasMore()).isFalse();
        }
    }

    @Test
    void lengthsInAnotherForm_areRefused() {
        String filler = "ab".repeat(70_000);
        for (String form : new String[] {"8100", "817f", "820080", "8200ff", "8300ffff", "83000000"}) {
            assertMalformed("04" + form + filler, "a DER length is longer than needed", 1);
        }
        for (String form : new String[] {"80", "8400000001", "ff"}) {
            assertMalformed("04" + form + filler, "indefinite or has more than 3 bytes", 1);
        }
    }

    @Test
    void elementsThatEndEarly_areRefusedWhereTheyEnd() {
        assertMalformed("", "ends within a DER element", 0);
        assertMalformed("04", "ends within a DER element", 1);
        assertMalformed("0482", "ends within a DER element", 2);
        assertMalformed("048201", "ends within a DER element", 2);
        assertMalformed("0403abab", "ends within a DER element", 2);
    }

    @Test
    void elementOfAnotherTag_isRefusedAndStaysUnread() throws MalformedException {
        Der reader = reader("0401ab" + "0c0161");
        assertThat(Bytes.copyOf(reader.read(OCTETS))).isEqualTo(Bytes.fromHex("ab"));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> reader.read(OCTETS))
                .withMessageContaining("expected a DER element with tag 4")
                .satisfies(e -> assertThat(e.offset()).isEqualTo(3));
        assertThat(reader.peekTag()).isEqualTo(Der.UTF8_STRING);
        assertThat(Bytes.copyOf(reader.read(Der.UTF8_STRING))).isEqualTo(Bytes.utf8("a"));
    }

    @Test
    void elementWithinAnother_isReadFromItsContents() throws MalformedException {
        Der inner = new Der(reader("3005" + "0c0161" + "0400").read(Der.SEQUENCE));
        assertThat(Bytes.copyOf(inner.read(Der.UTF8_STRING))).isEqualTo(Bytes.utf8("a"));
        assertThat(inner.offset()).isEqualTo(3);
        assertThat(inner.read(OCTETS).hasRemaining()).isFalse();
        assertThat(inner.hasMore()).isFalse();
    }
}
