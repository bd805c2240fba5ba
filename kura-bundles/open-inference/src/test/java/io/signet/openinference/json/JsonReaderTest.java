package io.signet.openinference.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.MalformedException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259, and nothing beyond it. */
class JsonReaderTest {
    private static JsonReader reader(String json) {
        return new JsonReader(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void objectOfEveryKind_isReadInOrder() throws Exception {
        JsonReader in = reader(" {\"a\" : [1, -2.5e1 ,true,false,null,\"x\"],\"b\":{}, \"c\":[]}\n");
        in.beginObject();
        assertThat(in.nextName()).contains("a");
        in.beginArray();
        assertThat(in.nextElement()).isTrue();
        assertThat(in.readLong(0, 9)).isEqualTo(1);
        assertThat(in.nextElement()).isTrue();
        assertThat(in.readNumber().toDouble()).isEqualTo(-25.0);
        assertThat(in.nextElement()).isTrue();
        assertThat(in.readBoolean()).isTrue();
        assertThat(in.nextElement()).isTrue();
        assertThat(in.readBoolean()).isFalse();
        assertThat(in.nextElement()).isTrue();
        in.readNull();
        assertThat(in.nextElement()).isTrue();
        assertThat(in.readString(1)).isEqualTo("x");
        assertThat(in.nextElement()).isFalse();
        assertThat(in.nextName()).contains("b");
        in.beginObject();
        assertThat(in.nextName()).isEmpty();
        assertThat(in.nextName()).contains("c");
        in.beginArray();
        assertThat(in.nextElement()).isFalse();
        assertThat(in.nextName()).isEmpty();
        in.expectEnd();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"\\u00e9\\n\\/\\\\\\\"\"', 'é\n/\\\"'",
        "'\"\\ud83d\\ude00\"', '\uD83D\uDE00'",
        "'\"é\"', 'é'",
    })
    void texts_areDecoded(String json, String text) throws Exception {
        assertThat(reader(json).readString(10)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nul",
                "tru",
                "01",
                "-",
                "+1",
                "1.",
                ".5",
                "1e",
                "1e+",
                "NaN",
                "Infinity",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"b\":{\"a\":[{\"a\":1}]},\"\\u0061\":2}",
                "[{\"b\":{\"c\":1,\"c\":2}}]",
                "{'a':1}",
                "{\"a\" 1}",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\t\"",
                "1 1",
                "[1]]",
                "// comment\n1"
            })
    void anythingElse_isRefused(String json) {
        assertThatExceptionOfType(MalformedException.class).as(json).isThrownBy(() -> {
            JsonReader in = reader(json);
            in.skipValue();
            in.expectEnd();
        });
    }

    @Test
    void namesOfOtherObjects_mayBeTheSame() throws Exception {
        reader("{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":2}],\"c\":{\"a\":1}}")
                .skipValue();
    }

    @Test
    void membersOfAnObject_areBounded() {
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i <= 1024; i++) {
            many.append('"').append(i).append("\":0,");
        }
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> reader(many.toString()).skipValue())
                .withMessageContaining("more than 1024 members");
    }

    @Test
    void textThatIsNotUtf8_isRefused() {
        byte[] overlong = {'"', (byte) 0xc0, (byte) 0x80, '"'};
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> new JsonReader(overlong).readString(9))
                .withMessage("a text is not valid UTF-8 (at byte 1)");
    }

    @Test
    void nesting_isBounded() throws Exception {
        reader("[".repeat(32) + "]".repeat(32)).skipValue();
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> reader("[".repeat(100_000)).skipValue())
                .withMessage("nested deeper than 32 (at byte 32)");
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "-0, 0",
        "1000000000000000000, 1000000000000000000"
    })
    void wholeNumbers_areExact(String json, long value) throws Exception {
        assertThat(reader(json).readNumber().toLong()).isEqualTo(value);
    }

    @Test
    void numbersThatDoNotFit_areRefused() throws Exception {
        assertThat(reader("18446744073709551615").readNumber().toUnsignedLong()).isEqualTo(-1L);
        for (String json : new String[] {"9223372036854775808", "-9223372036854775809", "1.0", "1e0"}) {
            JsonNumber number = reader(json).readNumber();
            assertThatExceptionOfType(MalformedException.class).as(json).isThrownBy(number::toLong);
        }
        for (String json : new String[] {"18446744073709551616", "-1", "0.5"}) {
            JsonNumber number = reader(json).readNumber();
            assertThatExceptionOfType(MalformedException.class).as(json).isThrownBy(number::toUnsignedLong);
        }
        JsonNumber huge = reader("1e39").readNumber();
        assertThatExceptionOfType(MalformedException.class).isThrownBy(huge::toFloat);
        assertThat(huge.toDouble()).isEqualTo(1e39);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> reader("1e999999999999").readNumber().toDouble());
    }
}
