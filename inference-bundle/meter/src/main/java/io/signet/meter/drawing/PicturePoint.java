package io.signet.meter.drawing;

/**
 * A place in a picture.
 *
 * @param x pixels from the left edge
 * @param y pixels from the upper edge
 */
public record PicturePoint(double x, double y) {}
