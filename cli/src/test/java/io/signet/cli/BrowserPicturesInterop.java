package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.inference.model.PictureInput;
import io.signet.jetson.ChannelScale;
import io.signet.jetson.Crop;
import io.signet.jetson.JetsonLibrary;
import io.signet.jetson.NativeLoading;
import io.signet.jetson.Picture;
import io.signet.jetson.PixelFormat;
import io.signet.jetson.Preprocessor;
import io.signet.jetson.Recipe;
import io.signet.jetson.TensorShape;
import io.signet.openinference.AnswerReceipt;
import io.signet.openinference.InferResponse;
import io.signet.pictures.DecodedPicture;
import io.signet.pictures.PictureFile;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.IdentityChain;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import io.signet.statement.TrustPolicy;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The browser makes the tensor of a picture again, to the bit: of PNG files that the platform wrote and the gateway's decoder read, as
 * the native library computes it.
 */
class BrowserPicturesInterop extends BrowserVerifierFixture {
    private static final Map<String, Tensor> OUTPUTS = Map.of("y", Tensor.ofFloats(List.of(1L), 1f));
    private static final int OPAQUE = 255;

    private static Preprocessor library;
    private static HardwareKey key;
    private static IdentityChain identity;
    private static TrustPolicy policy;

    @BeforeAll
    static void makeNode() throws Exception {
        NativeLoading loading = JetsonLibrary.load();
        assertThat(loading).isInstanceOf(NativeLoading.Loaded.class);
        library = ((NativeLoading.Loaded) loading).library().preprocessor(1);
        key = samples.softwareKey("node-of-pictures");
        identity = samples.identity(key, Assurance.SOFTWARE);
        policy = TrustPolicy.of(List.of(samples.owner().certificate()));
    }

    @AfterAll
    static void close() {
        library.close();
    }

    private static Bytes png(int kind, int width, int height, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = new BufferedImage(width, height, kind);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "png", file)).isTrue();
        return Bytes.copyOf(file.toByteArray());
    }

    /** The picture's pixels as the gateway hands them to the library, and which those are. */
    private record Pixels(Picture picture, ByteBuffer levels) {
        static Pixels of(Bytes png) throws Exception {
            try (PictureFile file = PictureFile.open(png.toArray())) {
                DecodedPicture decoded = file.decode(1, () -> false);
                PixelFormat format = decoded.grey() ? PixelFormat.GREY : PixelFormat.RGB;
                Picture picture = Picture.packed(format, decoded.width(), decoded.height());
                ByteBuffer levels = ByteBuffer.allocateDirect((int) picture.bytes());
                int[] row = new int[decoded.width()];
                for (int y = 0; y < decoded.height(); y++) {
                    decoded.row(y, row);
                    for (int pixel : row) {
                        put(levels, pixel, decoded.grey());
                    }
                }
                return new Pixels(picture, levels.flip());
            }
        }

        private static void put(ByteBuffer levels, int pixel, boolean grey) {
            if (grey) {
                levels.put((byte) pixel);
                return;
            }
            int opacity = pixel >>> 24;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int level = pixel >> shift & OPAQUE;
                levels.put((byte) ((level * opacity + OPAQUE * (OPAQUE - opacity) + OPAQUE / 2) / OPAQUE));
            }
        }
    }

    /** The row that the library makes of all of the picture or of its middle. */
    private static Tensor row(Pixels pixels, PictureInput input, DataType type) {
        TensorShape shape = new TensorShape(
                input.widthPixels(),
                input.heightPixels(),
                TensorShape.Channels.valueOf(input.channels().name()),
                TensorShape.Order.valueOf(input.order().name()),
                TensorShape.Element.valueOf(type == DataType.FP32 ? "FLOAT32" : type.name()));
        List<ChannelScale> scales = input.scales().stream()
                .map(scale -> ChannelScale.normalised(scale.mean(), scale.deviation()))
                .toList();
        ByteBuffer row = ByteBuffer.allocateDirect((int) shape.bytes()).order(ByteOrder.nativeOrder());
        library.run(new Recipe(pixels.picture(), crop(pixels.picture(), input), shape, scales), pixels.levels(), row);
        long channels = input.channels().count();
        long width = input.widthPixels();
        long height = input.heightPixels();
        return Tensor.of(
                type,
                input.order() == PictureInput.Order.NHWC
                        ? List.of(1L, height, width, channels)
                        : List.of(1L, channels, height, width),
                row);
    }

    /** By docs/model-packages.md, section "Pictures". */
    private static Crop crop(Picture picture, PictureInput input) {
        if (!(input.fit() instanceof PictureInput.Crop part)) {
            return Crop.whole(picture);
        }
        int wide = Math.min(picture.width(), picture.height() * input.widthPixels() / input.heightPixels());
        int high = Math.min(picture.height(), picture.width() * input.heightPixels() / input.widthPixels());
        wide = Math.max(1, wide * part.permille() / 1000);
        high = Math.max(1, high * part.permille() / 1000);
        return new Crop((picture.width() - wide) / 2, (picture.height() - high) / 2, wide, high);
    }

    private static Bytes answer(Tensor input, PictureInput recipe) throws Exception {
        Proof proof = ProofSamples.proof(key, identity, Map.of(recipe.tensor(), input), OUTPUTS);
        InferResponse response = new InferResponse(
                "meter-digits",
                Optional.empty(),
                Optional.empty(),
                OUTPUTS,
                Optional.of(recipe.toString()),
                Optional.of(AnswerReceipt.of(ProofSamples.bare(proof), Map.of())));
        return Bytes.copyOf(response.encode(Set.of()).json());
    }

    private static String word(Bytes answer, Bytes png) throws Exception {
        Map<String, Object> told = browser.explain(answer, policy, now(), Optional.of(png));
        List<?> findings = (List<?>) told.get("findings");
        return told.get("good") + " "
                + findings.stream()
                        .map(finding -> "" + ((Map<?, ?>) finding).get("code"))
                        .filter(code -> code.startsWith("picture"))
                        .findFirst()
                        .orElse("nothing");
    }

    @Test
    void picture_becomesTheTensorOfTheLibrary() throws Exception {
        List<String> ways = List.of(
                "x=2x2,grey,nhwc,stretch,levels",
                "x=7x5,grey,nchw,crop:1000,unit",
                "x=16x9,rgb,nchw,crop:875,mean:123.675/116.28/103.53,deviation:58.395/57.12/57.375",
                "picture=24x24,bgr,nhwc,stretch,mean:33.3,deviation:-0.5".replace("-0.5", "0.5"),
                "x=40x30,rgb,nhwc,stretch,mean:128,deviation:1");
        List<Integer> kinds = List.of(
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_INDEXED);
        int seed = 0;
        for (int kind : kinds) {
            for (String way : ways) {
                PictureInput recipe = PictureInput.parse(way);
                Bytes png = png(kind, 13 + 5 * (seed % 7), 11 + 9 * (seed % 5), seed);
                Bytes other = png(kind, 13 + 5 * (seed % 7), 11 + 9 * (seed % 5), seed + 1000);
                DataType type =
                        List.of(DataType.FP32, DataType.UINT8, DataType.INT8).get(seed % 3);
                Bytes answer = answer(row(Pixels.of(png), recipe, type), recipe);
                assertThat(word(answer, png)).as("%d %s %s", kind, way, type).isEqualTo("true picture");
                assertThat(word(answer, other)).as("%d %s %s", kind, way, type).isEqualTo("false picture-mismatch");
                seed++;
            }
        }
    }

    @Test
    void letterbox_isTheLibrarysRowWithinOneOfItsLevel() throws Exception {
        PictureInput recipe = PictureInput.parse("x=12x20,rgb,nhwc,letterbox:114,unit");
        Bytes png = png(BufferedImage.TYPE_INT_RGB, 31, 17, 5);
        int wide = Math.min(12, 31 * 20 / 17);
        int high = Math.min(20, 17 * 12 / 31);
        PictureInput part = PictureInput.parse("x=" + wide + "x" + high + ",rgb,nhwc,stretch,unit");
        Tensor inner = row(Pixels.of(png), part, DataType.FP32);
        Pixels dot = new Pixels(
                Picture.packed(PixelFormat.GREY, 1, 1),
                ByteBuffer.allocateDirect(1).put(0, (byte) 114));
        PictureInput filled = PictureInput.parse("x=12x20,rgb,nhwc,stretch,unit");
        ByteBuffer whole = ByteBuffer.allocateDirect(12 * 20 * 3 * 4);
        whole.put(row(dot, filled, DataType.FP32).data()).flip();
        for (int y = 0; y < high; y++) {
            int lineBytes = wide * 3 * 4;
            whole.put((((20 - high) / 2 + y) * 12 + (12 - wide) / 2) * 12, inner.data(), y * lineBytes, lineBytes);
        }
        Bytes answer = answer(Tensor.of(DataType.FP32, List.of(1L, 20L, 12L, 3L), whole), recipe);
        assertThat(word(answer, png)).isEqualTo("true picture");
    }

    @Test
    void whatIsNoExactPicture_isNotChecked() throws Exception {
        PictureInput recipe = PictureInput.parse("x=2x2,grey,nhwc,stretch,levels");
        Bytes png = png(BufferedImage.TYPE_INT_RGB, 9, 9, 1);
        Bytes answer = answer(row(Pixels.of(png), recipe, DataType.FP32), recipe);
        List<Bytes> odd = new ArrayList<>(List.of(
                Bytes.EMPTY,
                Bytes.utf8("no picture"),
                png(BufferedImage.TYPE_USHORT_GRAY, 4, 4, 1),
                png(BufferedImage.TYPE_BYTE_BINARY, 4, 4, 1)));
        for (Edit edit : Edit.of(png, 3, 3, new SplittableRandom(SEED))) {
            odd.add(edit.apply(png));
        }
        for (Bytes file : odd) {
            assertThat(word(answer, file)).isIn("true picture-open", "true picture");
        }
        assertThat(word(answer, odd.get(0))).isEqualTo("true picture-open");
        assertThat(word(answer, odd.get(2))).isEqualTo("true picture-open");
    }
}
