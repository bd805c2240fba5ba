package io.signet.jetson;

import io.signet.jetson.internal.Ranges;

/**
 * How a picture lies in its buffer, from the buffer's first byte on.
 *
 * @param format how its pixels lie
 * @param width in pixels, 1 to {@value #SIDE_MAX}; even for NV12
 * @param height in pixels, 1 to {@value #SIDE_MAX}; even for NV12
 * @param rowBytes from the start of one row to that of the next, at least what a row takes, at most
 *     {@value #ROW_BYTES_MAX}; NV12: in both planes
 * @param chromaOffsetBytes NV12: where the plane of U and V starts, after the plane of Y; 0 otherwise
 */
public record Picture(PixelFormat format, int width, int height, int rowBytes, int chromaOffsetBytes) {
    /** The largest width and height. */
    public static final int SIDE_MAX = 16_384;

    /** The largest distance between rows. */
    public static final int ROW_BYTES_MAX = 4 * SIDE_MAX;

    /** @throws IllegalArgumentException if a value is out of range; the message says what is allowed */
    public Picture {
        Ranges.require("width", width, 1, SIDE_MAX);
        Ranges.require("height", height, 1, SIDE_MAX);
        Ranges.require("rowBytes", rowBytes, (long) width * format.pixelBytes(), ROW_BYTES_MAX);
        if (format.hasChromaPlane()) {
            if (width % 2 != 0 || height % 2 != 0) {
                throw new IllegalArgumentException(
                        "an NV12 picture has an even width and height, not " + width + " x " + height);
            }
            Ranges.require("chromaOffsetBytes", chromaOffsetBytes, (long) rowBytes * height, Integer.MAX_VALUE);
        } else {
            Ranges.require("chromaOffsetBytes", chromaOffsetBytes, 0, 0);
        }
    }

    /** Rows, and planes, without gaps. */
    public static Picture packed(PixelFormat format, int width, int height) {
        Ranges.require("width", width, 1, SIDE_MAX);
        Ranges.require("height", height, 1, SIDE_MAX);
        return new Picture(
                format, width, height, width * format.pixelBytes(), format.hasChromaPlane() ? width * height : 0);
    }

    /** How many bytes it takes, from its first byte to its last. */
    public long bytes() {
        return format.hasChromaPlane()
                ? chromaOffsetBytes + (long) rowBytes * (height / 2 - 1) + width
                : (long) rowBytes * (height - 1) + (long) width * format.pixelBytes();
    }
}
