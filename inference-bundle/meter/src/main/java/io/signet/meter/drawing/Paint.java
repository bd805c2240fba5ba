package io.signet.meter.drawing;

/** A scene without pixels: every point of the plane has a colour. */
@FunctionalInterface
interface Paint {
    /** Writes the colour at {@code (x, y)} to the first three elements of {@code rgb}, each 0 to 1 or a little more. */
    void at(double x, double y, double[] rgb);
}
