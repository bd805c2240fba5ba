package io.signet.jetson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.jetson.TensorShape.Channels;
import io.signet.jetson.TensorShape.Element;
import io.signet.jetson.TensorShape.Order;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Java asks for is what the native library does; how it computes is tested in C++. */
final class PreprocessorTest {
    private static final Picture TWO_PIXELS = Picture.packed(PixelFormat.RGB, 2, 1);
    private static final List<ChannelScale> SCALES =
            List.of(new ChannelScale(1, 0), new ChannelScale(10, 0), new ChannelScale(1, 100));

    private static JetsonLibrary library;

    @BeforeAll
    static void load() {
        library = TestLibrary.load();
    }

    @Test
    void eachOrderAndChannels_layOutAsTheySay() {
        assertThat(floats(Channels.RGB, Order.NHWC)).containsExactly(1, 20, 103, 4, 50, 106);
        assertThat(floats(Channels.RGB, Order.NCHW)).containsExactly(1, 4, 20, 50, 103, 106);
        assertThat(floats(Channels.BGR, Order.NHWC)).containsExactly(3, 20, 101, 6, 50, 104);
    }

    private static float[] floats(Channels channels, Order order) {
        TensorShape shape = new TensorShape(2, 1, channels, order, Element.FLOAT32);
        ByteBuffer tensor = run(new Recipe(TWO_PIXELS, Crop.whole(TWO_PIXELS), shape, SCALES), 1, 2, 3, 4, 5, 6);
        float[] values = new float[6];
        tensor.asFloatBuffer().get(values);
        return values;
    }

    @Test
    void eachElement_roundsAndHoldsAsItSays() {
        Picture grey = Picture.packed(PixelFormat.GREY, 3, 1);
        ChannelScale scale = new ChannelScale(2.5f, -130);
        TensorShape bytes = new TensorShape(3, 1, Channels.GREY, Order.NHWC, Element.UINT8);
        assertThat(signed(run(Recipe.of(grey, bytes, scale), 0, 53, 255))).containsExactly(0, 2, -1);
        TensorShape signed = new TensorShape(3, 1, Channels.GREY, Order.NHWC, Element.INT8);
        assertThat(signed(run(Recipe.of(grey, signed, scale), 0, 53, 255))).containsExactly(-128, 2, 127);
    }

    @Test
    void eachFormat_isReadAsItSays() {
        TensorShape one = new TensorShape(1, 1, Channels.RGB, Order.NHWC, Element.UINT8);
        int[] nv12 = {81, 81, 81, 81, 90, 240}; // red by BT.601
        assertThat(signed(run(recipe(PixelFormat.NV12_BT601, one), nv12))).containsExactly(-2, 0, 0);
        int[] nv12Bt709 = {63, 63, 63, 63, 102, 240}; // red by BT.709
        assertThat(signed(run(recipe(PixelFormat.NV12_BT709, one), nv12Bt709))).containsExactly(-1, 1, 0);
        assertThat(signed(run(recipe(PixelFormat.GREY, one), 4, 4, 8, 8))).containsExactly(6, 6, 6);
    }

    private static Recipe recipe(PixelFormat format, TensorShape tensor) {
        return Recipe.of(Picture.packed(format, 2, 2), tensor, ChannelScale.LEVELS);
    }

    private static int[] signed(ByteBuffer tensor) {
        int[] values = new int[tensor.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }

    private static ByteBuffer run(Recipe recipe, int... picture) {
        ByteBuffer tensor = TestLibrary.direct(recipe.tensor().bytes());
        try (Preprocessor preprocessor = library.preprocessor(1)) {
            preprocessor.run(recipe, TestLibrary.direct(picture), tensor);
        }
        return tensor;
    }

    @Test
    void buffers_areUsedFromTheirPosition() {
        Recipe recipe = recipe(PixelFormat.GREY, new TensorShape(2, 2, Channels.GREY, Order.NHWC, Element.UINT8));
        ByteBuffer picture = TestLibrary.direct(99, 1, 2, 3, 4).position(1);
        ByteBuffer tensor = TestLibrary.direct(12L).position(4);
        try (Preprocessor preprocessor = library.preprocessor(1)) {
            preprocessor.run(recipe, picture, tensor);
        }
        assertThat(tensor.position()).isEqualTo(4);
        assertThat(signed(tensor.slice(0, 12))).containsExactly(0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0);
    }

    @Test
    void vectorPath_givesTheReferencesBits() {
        Picture picture = Picture.packed(PixelFormat.NV12_BT601, 198, 110);
        TensorShape tensor = new TensorShape(67, 41, Channels.BGR, Order.NCHW, Element.FLOAT32);
        Recipe recipe = new Recipe(
                picture, new Crop(3, 5, 180, 99), tensor, List.of(SCALES.get(2), SCALES.get(1), SCALES.get(0)));
        ByteBuffer source = TestLibrary.direct(picture.bytes());
        new java.util.Random(7).ints(source.capacity(), 0, 256).forEach(level -> source.put((byte) level));
        source.flip();
        ByteBuffer fast = TestLibrary.direct(tensor.bytes());
        ByteBuffer reference = TestLibrary.direct(tensor.bytes());
        try (Preprocessor preprocessor = library.preprocessor(3);
                Preprocessor plain = library.referencePreprocessor(1)) {
            preprocessor.run(recipe, source, fast);
            plain.run(recipe, source, reference);
            assertThat(preprocessor.path()).isEqualTo(library.vectorPath());
            assertThat(plain.path()).isEqualTo("plain");
        }
        assertThat(fast).isEqualTo(reference);
    }

    @Test
    void badBuffers_areRefused() {
        Recipe recipe = recipe(PixelFormat.GREY, new TensorShape(1, 1, Channels.GREY, Order.NHWC, Element.FLOAT32));
        ByteBuffer picture = TestLibrary.direct(1, 2, 3, 4);
        ByteBuffer tensor = TestLibrary.direct(8L);
        try (Preprocessor preprocessor = library.preprocessor(1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> preprocessor.run(recipe, picture.slice(1, 3), tensor))
                    .withMessage("the picture takes 4 bytes, its buffer has 3");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> preprocessor.run(recipe, picture, tensor.slice(0, 3)))
                    .withMessage("the tensor takes 4 bytes, its buffer has 3");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> preprocessor.run(recipe, ByteBuffer.allocate(4), tensor))
                    .withMessage("the picture must be a direct buffer");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> preprocessor.run(recipe, picture, tensor.asReadOnlyBuffer()))
                    .withMessage("the tensor's buffer is read-only");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> preprocessor.run(recipe, picture, tensor.slice(1, 4)))
                    .withMessage("the tensor must start at a multiple of 4 bytes");
        }
    }

    @Test
    void threadsOutOfRange_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> library.preprocessor(65))
                .withMessage("threads must be 1 to 64, not 65");
    }

    @Test
    void useAfterClose_isNamed() {
        Recipe recipe = recipe(PixelFormat.GREY, new TensorShape(1, 1, Channels.GREY, Order.NHWC, Element.UINT8));
        Preprocessor preprocessor = library.preprocessor(2);
        preprocessor.close();
        preprocessor.close();
        assertThatThrownBy(() -> preprocessor.run(recipe, TestLibrary.direct(4L), TestLibrary.direct(1L)))
                .isInstanceOf(ReleasedException.class)
                .hasMessage("the preprocessor is closed");
    }
}
