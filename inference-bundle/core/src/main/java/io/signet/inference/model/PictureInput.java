package io.signet.inference.model;

import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Limits;
import io.signet.statement.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a picture becomes a row of an input, with bilinear weights: docs/native.md has the arithmetic.
 *
 * @param tensor name of the input; its element type is that of the values: FP32, UINT8 or INT8
 * @param channels which channels, in which order
 * @param widthPixels width of the row's picture, 1 to {@link #SIDE_PIXELS_MAX}
 * @param heightPixels height of the row's picture, 1 to {@link #SIDE_PIXELS_MAX}
 * @param fit how a picture of another shape fits in there
 * @param order where the channels are
 * @param scales which values levels become, one for each channel in their order
 */
public record PictureInput(
        String tensor,
        Channels channels,
        int widthPixels,
        int heightPixels,
        Fit fit,
        Order order,
        List<LevelScale> scales) {
    /** Longest side of a model's picture. */
    public static final int SIDE_PIXELS_MAX = 8192;

    private static final Set<DataType> ELEMENTS = Set.of(DataType.FP32, DataType.UINT8, DataType.INT8);
    private static final int CHANNELS_RANK = 4;

    /** Which channels, each 0 to 255. */
    public enum Channels {
        /** Brightness, 0 black to 255 white; of colours: 0.299 R + 0.587 G + 0.114 B. */
        GREY(1),
        /** Red, green, blue. */
        RGB(3),
        /** Blue, green, red. */
        BGR(3);

        private final int count;

        Channels(int count) {
            this.count = count;
        }

        /** How many values a pixel has. */
        public int count() {
            return count;
        }
    }

    /** Where the channels are. */
    public enum Order {
        /** {@code [row, height, width, channel]}. */
        NHWC,
        /** {@code [row, channel, height, width]}. */
        NCHW
    }

    /** How a picture of another shape fits. */
    public sealed interface Fit {}

    /** All of it, stretched or squeezed to the width and the height. */
    public record Stretch() implements Fit {}

    /**
     * The part in its middle that has the row's proportions.
     *
     * @param permille how much of the largest such part is used, in each direction, 1 to 1,000
     */
    public record Crop(int permille) implements Fit {
        public Crop {
            Limits.requireInRange("permille of a crop", permille, 1, 1000);
        }
    }

    /**
     * All of it, in its own proportions, in the middle.
     *
     * @param level what the rest is filled with, in all channels, 0 to 255
     */
    public record Letterbox(int level) implements Fit {
        public Letterbox {
            Limits.requireInRange("level of a letterbox", level, 0, 255);
        }
    }

    public PictureInput {
        scales = List.copyOf(scales);
        Limits.requireText("tensor of the picture", tensor, TensorSpec.NAME_CHARS_MAX);
        Limits.requireInRange("width of the picture", widthPixels, 1, SIDE_PIXELS_MAX);
        Limits.requireInRange("height of the picture", heightPixels, 1, SIDE_PIXELS_MAX);
        Limits.requireInRange("scales of the picture", scales.size(), channels.count(), channels.count());
    }

    /** The whole picture in grey, stretched, from 0.0 black to 1.0 white: {@code [row, height, width, 1]}. */
    public static PictureInput grey(String tensor, int widthPixels, int heightPixels) {
        return new PictureInput(
                tensor, Channels.GREY, widthPixels, heightPixels, new Stretch(), Order.NHWC, List.of(LevelScale.UNIT));
    }

    /** True if it is what {@link #grey} makes, all that the first packages could say. */
    boolean isPlainGrey() {
        return equals(grey(tensor, widthPixels, heightPixels));
    }

    /** The shape of one row as a tensor of its own, for a tensor of {@code spec}, which it {@linkplain #objection fits}. */
    public List<Long> rowShape(TensorSpec spec) {
        List<Long> shape = new ArrayList<>(List.of(1L, (long) heightPixels, (long) widthPixels));
        if (spec.shape().size() == CHANNELS_RANK) {
            shape.add(order == Order.NHWC ? CHANNELS_RANK - 1 : 1, (long) channels.count());
        }
        return Collections.unmodifiableList(shape);
    }

    /** What keeps the rows from fitting the input {@code spec}, in words for the publisher; empty if they fit. */
    public Optional<String> objection(TensorSpec spec) {
        if (!ELEMENTS.contains(spec.type())) {
            return Optional.of("a picture becomes FP32, UINT8 or INT8, not " + spec);
        }
        boolean flat = channels == Channels.GREY && spec.shape().size() == CHANNELS_RANK - 1;
        List<Long> row = rowShape(spec);
        boolean fits = flat || spec.shape().size() == CHANNELS_RANK;
        for (int i = 0; fits && i < row.size(); i++) {
            long size = spec.shape().get(i);
            fits = size == TensorSpec.ANY || size == row.get(i);
        }
        return fits
                ? Optional.empty()
                : Optional.of("a picture " + widthPixels + " wide and " + heightPixels + " high, "
                        + channels.name().toLowerCase(Locale.ROOT) + ", "
                        + order.name().toLowerCase(Locale.ROOT)
                        + " is " + row + ", which does not fit the input " + spec);
    }

    /**
     * Reads what {@link #toString} writes: {@code x=224x224,rgb,nchw,crop:875,mean:123.675/116.28/103.53,...}.
     *
     * @throws IllegalArgumentException if {@code text} is anything else; the message says what is missing or wrong
     */
    public static PictureInput parse(String text) {
        return PictureText.parse(text);
    }

    /** {@code TENSOR=WIDTHxHEIGHT,CHANNELS,ORDER,FIT,VALUES}, as docs/model-packages.md explains. */
    @Override
    public String toString() {
        return PictureText.of(this);
    }
}
