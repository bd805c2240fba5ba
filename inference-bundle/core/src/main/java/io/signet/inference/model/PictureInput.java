package io.signet.inference.model;

import io.signet.runtime.Limits;

/**
 * How a picture becomes a row of an input.
 *
 * @param tensor name of the input
 * @param format what a pixel is
 * @param widthPixels width to scale to, 1 to {@link #SIDE_PIXELS_MAX}
 * @param heightPixels height to scale to, 1 to {@link #SIDE_PIXELS_MAX}
 * @param scale which values pixels become
 */
public record PictureInput(String tensor, PixelFormat format, int widthPixels, int heightPixels, PixelScale scale) {
    /** Longest side of a model's picture. */
    public static final int SIDE_PIXELS_MAX = 8192;

    /** What a pixel is. */
    public enum PixelFormat {
        /** One channel, 0 black to 255 white; the row's shape is {@code [height, width, 1]}. */
        GREY
    }

    /** Which values the channels' levels, 0 to 255, become. */
    public enum PixelScale {
        /** Level / 255: 0.0 to 1.0. */
        UNIT
    }

    public PictureInput {
        Limits.requireText("tensor of the picture", tensor, 64);
        Limits.requireInRange("width of the picture", widthPixels, 1, SIDE_PIXELS_MAX);
        Limits.requireInRange("height of the picture", heightPixels, 1, SIDE_PIXELS_MAX);
    }
}
