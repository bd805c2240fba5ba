package io.signet.gateway.internal;

import io.signet.inference.model.LevelScale;
import io.signet.inference.model.PictureInput;
import io.signet.inference.model.PictureInput.Letterbox;
import io.signet.inference.spi.TensorSpec;
import io.signet.jetson.ChannelScale;
import io.signet.jetson.Crop;
import io.signet.jetson.Picture;
import io.signet.jetson.PixelFormat;
import io.signet.jetson.Preprocessor;
import io.signet.jetson.Recipe;
import io.signet.jetson.TensorShape;
import io.signet.pictures.DecodedPicture;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Makes the row of an input of a picture, as the model's package says. Used by one thread. */
final class PictureRows {
    private static final int WHITE = 255;

    private final Preprocessor preprocessor;
    private final PictureInput input;
    private final TensorShape.Element element;
    private final List<ChannelScale> scales;

    /** @param spec the input, which {@code input} fits */
    PictureRows(Preprocessor preprocessor, PictureInput input, TensorSpec spec) {
        this.preprocessor = preprocessor;
        this.input = input;
        this.element = element(spec.type());
        this.scales = input.scales().stream().map(PictureRows::scale).toList();
    }

    private static TensorShape.Element element(DataType type) {
        return switch (type) {
            case UINT8 -> TensorShape.Element.UINT8;
            case INT8 -> TensorShape.Element.INT8;
            default -> TensorShape.Element.FLOAT32;
        };
    }

    private static ChannelScale scale(LevelScale scale) {
        return ChannelScale.normalised(scale.mean(), scale.deviation());
    }

    private TensorShape shape(int width, int height) {
        TensorShape.Channels channels =
                switch (input.channels()) {
                    case GREY -> TensorShape.Channels.GREY;
                    case RGB -> TensorShape.Channels.RGB;
                    case BGR -> TensorShape.Channels.BGR;
                };
        TensorShape.Order order =
                input.order() == PictureInput.Order.NHWC ? TensorShape.Order.NHWC : TensorShape.Order.NCHW;
        return new TensorShape(width, height, channels, order, element);
    }

    /** How many bytes a row has. */
    long bytes() {
        return shape(input.widthPixels(), input.heightPixels()).bytes();
    }

    /** The row as a tensor of {@code spec}. */
    Tensor row(DecodedPicture decoded, TensorSpec spec) {
        PixelFormat format = decoded.grey() ? PixelFormat.GREY : PixelFormat.RGB;
        Picture picture = Picture.packed(format, decoded.width(), decoded.height());
        ByteBuffer pixels = pixels(decoded, picture);
        ByteBuffer row = direct(bytes());
        TensorShape whole = shape(input.widthPixels(), input.heightPixels());
        if (input.fit() instanceof Letterbox box) {
            letterbox(picture, pixels, box, row);
        } else {
            preprocessor.run(new Recipe(picture, PictureFit.crop(input, picture), whole, scales), pixels, row);
        }
        return Tensor.of(spec.type(), input.rowShape(spec), row);
    }

    private static ByteBuffer direct(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer pixels(DecodedPicture decoded, Picture picture) {
        ByteBuffer pixels = direct(picture.bytes());
        int[] row = new int[decoded.width()];
        for (int y = 0; y < decoded.height(); y++) {
            decoded.row(y, row);
            for (int pixel : row) {
                if (decoded.grey()) {
                    pixels.put((byte) pixel);
                } else {
                    int opacity = pixel >>> 24;
                    pixels.put(onWhite(pixel >> 16, opacity))
                            .put(onWhite(pixel >> 8, opacity))
                            .put(onWhite(pixel, opacity));
                }
            }
        }
        return pixels.flip();
    }

    /** What shows of a level through which white shines. */
    private static byte onWhite(int level, int opacity) {
        return (byte) (((level & WHITE) * opacity + WHITE * (WHITE - opacity) + WHITE / 2) / WHITE);
    }

    /** Fills the row by the recipe of a picture of one pixel, so that there is one arithmetic, and puts the picture into it. */
    private void letterbox(Picture picture, ByteBuffer pixels, Letterbox box, ByteBuffer row) {
        ByteBuffer level = direct(1).put(0, (byte) box.level());
        Picture dot = Picture.packed(PixelFormat.GREY, 1, 1);
        TensorShape whole = shape(input.widthPixels(), input.heightPixels());
        preprocessor.run(new Recipe(dot, Crop.whole(dot), whole, scales), level, row);
        TensorShape part = PictureFit.letterbox(picture, whole);
        ByteBuffer inner = direct(part.bytes());
        preprocessor.run(new Recipe(picture, Crop.whole(picture), part, scales), pixels, inner);
        boolean planes = whole.order() == TensorShape.Order.NCHW;
        int depth = (planes ? 1 : whole.channels().count()) * element.bytes();
        int left = (whole.width() - part.width()) / 2;
        int above = (whole.height() - part.height()) / 2;
        for (int plane = 0; plane < (planes ? whole.channels().count() : 1); plane++) {
            for (int y = 0; y < part.height(); y++) {
                int to = ((plane * whole.height() + above + y) * whole.width() + left) * depth;
                int from = (plane * part.height() + y) * part.width() * depth;
                row.put(to, inner, from, part.width() * depth);
            }
        }
    }
}
