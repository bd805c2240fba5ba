package io.signet.jetson;

/**
 * The part of a picture that is used, in pixels. NV12 may be cut at odd columns and rows too.
 *
 * @param x of its left edge
 * @param y of its upper edge
 * @param width at least 1
 * @param height at least 1
 */
public record Crop(int x, int y, int width, int height) {
    /** The whole of {@code picture}. */
    public static Crop whole(Picture picture) {
        return new Crop(0, 0, picture.width(), picture.height());
    }
}
