package io.signet.jetson;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.jetson.TensorShape.Channels;
import io.signet.jetson.TensorShape.Element;
import io.signet.jetson.TensorShape.Order;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever is asked for, each path gives the same bytes and writes nothing beside the tensor. */
final class PreprocessorProperties {
    private static final int SENTINEL_BYTES = 8;

    @Property(tries = 200)
    void anyRecipe_givesTheReferencesBytes(
            @ForAll PixelFormat format,
            @ForAll Channels channels,
            @ForAll Order order,
            @ForAll Element element,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int tensorWidth,
            @ForAll Random random) {
        JetsonLibrary library = TestLibrary.load();
        Picture picture = Picture.packed(format, width * 2, 2 + 2 * random.nextInt(20));
        int x = random.nextInt(picture.width());
        int y = random.nextInt(picture.height());
        Crop crop = new Crop(x, y, 1 + random.nextInt(picture.width() - x), 1 + random.nextInt(picture.height() - y));
        TensorShape tensor = new TensorShape(tensorWidth, 1 + random.nextInt(30), channels, order, element);
        Recipe recipe = new Recipe(
                picture,
                crop,
                tensor,
                random.doubles(channels.count(), -2, 2)
                        .mapToObj(f -> new ChannelScale((float) f, (float) (f * 100)))
                        .toList());
        ByteBuffer source = TestLibrary.direct(picture.bytes());
        for (int i = 0; i < source.capacity(); i++) {
            source.put(i, (byte) random.nextInt());
        }
        ByteBuffer fast = TestLibrary.direct(tensor.bytes() + SENTINEL_BYTES);
        ByteBuffer reference = TestLibrary.direct(tensor.bytes() + SENTINEL_BYTES);
        try (Preprocessor preprocessor = library.preprocessor(2);
                Preprocessor plain = library.referencePreprocessor(1)) {
            preprocessor.run(recipe, source, fast);
            plain.run(recipe, source, reference);
        }
        assertThat(fast).isEqualTo(reference);
        assertThat(fast.getLong((int) tensor.bytes())).isZero();
    }
}
