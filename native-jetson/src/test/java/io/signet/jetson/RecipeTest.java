package io.signet.jetson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RecipeTest {
    private static final TensorShape TENSOR =
            new TensorShape(2, 2, TensorShape.Channels.RGB, TensorShape.Order.NHWC, TensorShape.Element.FLOAT32);

    @Test
    void packedPictures_takeTheirBytes() {
        assertThat(Picture.packed(PixelFormat.NV12_BT601, 1920, 1080).bytes()).isEqualTo(1920 * 1080 * 3 / 2);
        assertThat(Picture.packed(PixelFormat.RGB, 5, 3).bytes()).isEqualTo(45);
        assertThat(Picture.packed(PixelFormat.GREY, 5, 3).bytes()).isEqualTo(15);
        assertThat(new Picture(PixelFormat.GREY, 5, 3, 8, 0).bytes()).isEqualTo(21);
    }

    @Test
    void badPictures_sayWhatIsAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Picture.packed(PixelFormat.GREY, 0, 1))
                .withMessage("width must be 1 to 16384, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Picture.packed(PixelFormat.NV12_BT709, 3, 2))
                .withMessage("an NV12 picture has an even width and height, not 3 x 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Picture(PixelFormat.RGB, 4, 4, 11, 0))
                .withMessage("rowBytes must be 12 to 65536, not 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Picture(PixelFormat.NV12_BT601, 4, 4, 4, 15))
                .withMessage("chromaOffsetBytes must be 16 to 2147483647, not 15");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Picture(PixelFormat.GREY, 4, 4, 4, 16))
                .withMessage("chromaOffsetBytes must be 0 to 0, not 16");
    }

    @Test
    void badRecipes_sayWhatIsAllowed() {
        Picture picture = Picture.packed(PixelFormat.RGB, 4, 4);
        List<ChannelScale> scales = List.of(ChannelScale.LEVELS, ChannelScale.LEVELS, ChannelScale.LEVELS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Recipe(picture, new Crop(1, 0, 4, 4), TENSOR, scales))
                .withMessage("crop x must be 0 to 0, not 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Recipe(picture, new Crop(0, 0, 4, 0), TENSOR, scales))
                .withMessage("crop height must be 1 to 4, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Recipe(picture, Crop.whole(picture), TENSOR, scales.subList(0, 1)))
                .withMessage("number of scales must be 3 to 3, not 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelScale.normalised(0, 0))
                .withMessageContaining("must be -1e6 to 1e6");
    }

    @Test
    void scales_combine() {
        ChannelScale scale = ChannelScale.normalised(127.5, 127.5);
        assertThat(scale.multiply() * 255 + scale.add()).isEqualTo(1f);
        ChannelScale quantised = scale.quantised(1 / 128.0, -1);
        assertThat(quantised.multiply() * 255 + quantised.add()).isEqualTo(127f);
    }
}
