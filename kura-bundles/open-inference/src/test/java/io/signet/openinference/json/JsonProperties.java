package io.signet.openinference.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the writer writes, the reader reads: every number to its last bit. */
class JsonProperties {
    private static JsonReader read(JsonWriter written) {
        ByteBuffer json = written.toBuffer();
        byte[] text = new byte[json.remaining()];
        json.get(text);
        return new JsonReader(text);
    }

    @Property
    void float_comesBackToTheBit(@ForAll int bits) throws Exception {
        float value = Float.intBitsToFloat(bits);
        if (Float.isFinite(value)) {
            float back = read(new JsonWriter(8).number(value)).readNumber().toFloat();
            assertThat(Float.floatToRawIntBits(back)).isEqualTo(bits);
        }
    }

    @Property
    void double_comesBackToTheBit(@ForAll long bits) throws Exception {
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
            double back = read(new JsonWriter(8).number(value)).readNumber().toDouble();
            assertThat(Double.doubleToRawLongBits(back)).isEqualTo(bits);
        }
    }

    @Property
    void decimal_isRoundedAsJavaDoes(@ForAll int mantissa, @ForAll byte exponent) throws Exception {
        String text = mantissa / 100 + "." + Math.abs(mantissa % 100) + "e" + exponent % 30;
        float value = new JsonReader(text.getBytes(StandardCharsets.US_ASCII))
                .readNumber()
                .toFloat();
        assertThat(value).isEqualTo(Float.parseFloat(text));
    }

    @Property
    void longs_comeBack(@ForAll long value) throws Exception {
        JsonReader in = read(
                new JsonWriter(8).beginArray().number(value).unsigned(value).endArray());
        in.beginArray();
        assertThat(in.nextElement()).isTrue();
        assertThat(in.readNumber().toLong()).isEqualTo(value);
        assertThat(in.nextElement()).isTrue();
        assertThat(in.readNumber().toUnsignedLong()).isEqualTo(value);
    }

    @Property
    void text_comesBack(@ForAll String text) throws Exception {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            assertThat(read(new JsonWriter(8).string(text)).readString(Integer.MAX_VALUE))
                    .isEqualTo(text);
        }
    }
}
