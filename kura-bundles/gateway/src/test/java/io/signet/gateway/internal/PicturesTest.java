package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.ModelInfo;
import io.signet.inference.model.PictureInput;
import io.signet.inference.spi.TensorSpec;
import io.signet.jetson.NativeLoading;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of pictures, pixel by pixel. */
class PicturesTest {
    private static ModelInfo model(String recipe, DataType type, Long... shape) {
        return new ModelInfo(
                "m",
                "1",
                Digest.sha256(Bytes.utf8("m")),
                List.of(new TensorSpec("x", type, List.of(shape))),
                List.of(new TensorSpec("y", DataType.FP32, List.of(-1L))),
                Optional.of(PictureInput.parse(recipe)),
                List.of(),
                1,
                1);
    }

    private static Tensor row(ModelInfo model, BufferedImage image) {
        ByteBudget.Share memory = new ByteBudget(1 << 20).take(0).orElseThrow();
        try (Pictures pictures = Pictures.of(TestPictures.library(), Clock.SYSTEM)) {
            Pictures.Made made = pictures.row(model, TestPictures.file(image, "png"), memory);
            assertThat(made).isInstanceOf(Pictures.Row.class);
            return ((Pictures.Row) made).inputs().get("x");
        }
    }

    @Test
    void letterbox_hasTheWholePictureInTheMiddle_andItsLevelAround() {
        BufferedImage wide = TestPictures.grey(4, 10, 20, 30, 40, 50, 60, 70, 80);
        Tensor row = row(model("x=4x4,grey,nhwc,letterbox:114,unit", DataType.FP32, -1L, 4L, 4L, 1L), wide);
        float level = 114 * (1 / 255f);
        assertThat(row.shape()).containsExactly(1L, 4L, 4L, 1L);
        float[] values = TestClient.floats(row);
        for (int i = 0; i < 4; i++) {
            assertThat(values[i]).isEqualTo(level);
            assertThat(values[4 + i]).isEqualTo((10 + 10 * i) * (1 / 255f));
            assertThat(values[12 + i]).isEqualTo(level);
        }
    }

    @Test
    void letterbox_ofPlanes_isInEachOfThem() {
        BufferedImage high = TestPictures.colours(1, 0xff010203, 0xff040506);
        Tensor row = row(model("x=3x2,bgr,nchw,letterbox:9,levels", DataType.UINT8, -1L, 3L, 2L, 3L), high);
        assertThat(bytes(row)).containsExactly(9, 3, 9, 9, 6, 9, 9, 2, 9, 9, 5, 9, 9, 1, 9, 9, 4, 9);
    }

    @Test
    void crop_isTheMiddle() {
        BufferedImage wide = TestPictures.grey(4, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(bytes(row(model("x=2x2,grey,nchw,crop:1000,levels", DataType.UINT8, -1L, 2L, 2L), wide)))
                .containsExactly(2, 3, 6, 7);
        BufferedImage square = TestPictures.grey(4, 0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0);
        assertThat(bytes(row(
                        model("x=2x2,grey,nchw,crop:500,mean:2,deviation:1", DataType.INT8, 1L, 1L, 2L, 2L), square)))
                .containsExactly(-1, 0, 1, 2);
    }

    @Test
    void channels_haveTheirOwnMeans() {
        BufferedImage dot = TestPictures.colours(1, 0xff0a141e);
        Tensor row =
                row(model("x=1x1,rgb,nhwc,stretch,mean:10/20/20,deviation:1/1/2", DataType.FP32, -1L, 1L, 1L, 3L), dot);
        assertThat(TestClient.floats(row)).containsExactly(0, 0, 5);
    }

    private static int[] bytes(Tensor tensor) {
        int[] values = new int[tensor.sizeBytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.data().get(i);
        }
        return values;
    }

    /** Sizes where proportions do not come out even: never nothing, never beyond an edge. */
    @ParameterizedTest
    @CsvSource({"1,1000,224,224", "1000,1,224,224", "1920,1080,640,640", "3,7,5,2", "16384,1,1,8192"})
    void parts_areWithinTheirWholes(int width, int height, int rowWidth, int rowHeight) {
        var picture = io.signet.jetson.Picture.packed(io.signet.jetson.PixelFormat.GREY, width, height);
        var input = PictureInput.parse("x=" + rowWidth + "x" + rowHeight + ",grey,nhwc,crop:875,unit");
        var crop = PictureFit.crop(input, picture);
        assertThat(crop.width()).isBetween(1, width);
        assertThat(crop.height()).isBetween(1, height);
        var whole = new io.signet.jetson.TensorShape(
                rowWidth,
                rowHeight,
                io.signet.jetson.TensorShape.Channels.GREY,
                io.signet.jetson.TensorShape.Order.NHWC,
                io.signet.jetson.TensorShape.Element.UINT8);
        var part = PictureFit.letterbox(picture, whole);
        assertThat(part.width()).isBetween(1, rowWidth);
        assertThat(part.height()).isBetween(1, rowHeight);
        assertThat(part.width() == rowWidth || part.height() == rowHeight).isTrue();
    }

    @Test
    void nodeWithoutTheNativeLibrary_saysSo() {
        ModelInfo model = model("x=2x2,grey,nhwc,stretch,levels", DataType.FP32, -1L, 2L, 2L, 1L);
        ByteBudget.Share memory = new ByteBudget(1 << 20).take(0).orElseThrow();
        try (Pictures pictures = Pictures.of(new NativeLoading.Missing("no C++ compiler was there"), Clock.SYSTEM)) {
            assertThat(pictures.row(model, new byte[0], memory))
                    .isEqualTo(new Pictures.Refused(
                            new Failure(501, "this node takes no pictures: no C++ compiler was there; send tensors")));
        }
    }

    @Test
    void memory_isTakenForDecodingAndThenForTheRow() {
        ModelInfo model = model("x=2x2,grey,nhwc,stretch,levels", DataType.FP32, -1L, 2L, 2L, 1L);
        byte[] file = TestPictures.file(TestPictures.grey(100, new int[10_000]), "png");
        ByteBudget budget = new ByteBudget(120_000);
        ByteBudget.Share other = budget.take(15_000).orElseThrow();
        ByteBudget.Share memory = budget.take(file.length).orElseThrow();
        try (Pictures pictures = Pictures.of(TestPictures.library(), Clock.SYSTEM)) {
            assertThat(pictures.row(model, file, memory))
                    .isEqualTo(new Pictures.Refused(
                            new Failure(503, "the requests under way take all memory that there is for pictures")));
            other.giveBack();
            assertThat(pictures.row(model, file, memory)).isInstanceOf(Pictures.Row.class);
            assertThat(budget.take(120_000 - 16)).as("all but the row").isPresent();
        }
    }

    @Test
    void deadline_endsDecoding() {
        ModelInfo model = model("x=2x2,grey,nhwc,stretch,levels", DataType.FP32, -1L, 2L, 2L, 1L);
        byte[] file = TestPictures.file(TestPictures.grey(100, new int[10_000]), "png");
        ByteBudget.Share memory = new ByteBudget(1 << 20).take(0).orElseThrow();
        Clock hasty = new Clock() {
            private long nanos;

            @Override
            public long monotonicNanos() {
                nanos += 60_000_000_000L;
                return nanos;
            }

            @Override
            public long wallMillis() {
                return 0;
            }
        };
        try (Pictures pictures = Pictures.of(TestPictures.library(), hasty)) {
            assertThat(pictures.row(model, file, memory))
                    .isEqualTo(new Pictures.Refused(
                            new Failure(400, "the picture takes too long to decode: make it smaller")));
        }
    }

    @Test
    void modelsWithFurtherInputs_takeNoPictures() {
        ModelInfo one = model("x=2x2,grey,nhwc,stretch,levels", DataType.FP32, -1L, 2L, 2L, 1L);
        ModelInfo two = new ModelInfo(
                one.name(),
                one.version(),
                one.packageDigest(),
                List.of(one.inputs().get(0), new TensorSpec("z", DataType.FP32, List.of(-1L))),
                one.outputs(),
                one.picture(),
                List.of(),
                1,
                1);
        ByteBudget.Share memory = new ByteBudget(1 << 20).take(0).orElseThrow();
        try (Pictures pictures = Pictures.of(new NativeLoading.Missing("none"), Clock.SYSTEM)) {
            assertThat(pictures.row(two, new byte[0], memory))
                    .isInstanceOfSatisfying(
                            Pictures.Refused.class,
                            refused -> assertThat(refused.failure().status()).isEqualTo(415));
        }
    }
}
