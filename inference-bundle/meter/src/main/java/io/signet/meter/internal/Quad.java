package io.signet.meter.internal;

/** A quadrilateral in a picture: corners clockwise from the top left, in pixels, x to the right and y down. */
public record Quad(double x0, double y0, double x1, double y1, double x2, double y2, double x3, double y3) {

    /** The upright rectangle from the origin. */
    public static Quad ofRectangle(double width, double height) {
        return new Quad(0, 0, width, 0, width, height, 0, height);
    }

    /** Mean length of the upper and lower side, in pixels. */
    public double width() {
        return (Math.hypot(x1 - x0, y1 - y0) + Math.hypot(x2 - x3, y2 - y3)) / 2;
    }

    /** Mean length of the left and right side, in pixels. */
    public double height() {
        return (Math.hypot(x3 - x0, y3 - y0) + Math.hypot(x2 - x1, y2 - y1)) / 2;
    }

    /** The same quadrilateral in a picture enlarged by {@code factor}. */
    public Quad scaled(double factor) {
        return new Quad(
                x0 * factor, y0 * factor, x1 * factor, y1 * factor, x2 * factor, y2 * factor, x3 * factor, y3 * factor);
    }

    /** Whether it turns right at every corner, so that it can be the picture of a rectangle. */
    public boolean isConvex() {
        return cross(x0, y0, x1, y1, x2, y2) > 0
                && cross(x1, y1, x2, y2, x3, y3) > 0
                && cross(x2, y2, x3, y3, x0, y0) > 0
                && cross(x3, y3, x0, y0, x1, y1) > 0;
    }

    /** Largest distance between corresponding corners, in pixels. */
    public double distance(Quad other) {
        double upper = Math.max(Math.hypot(x0 - other.x0, y0 - other.y0), Math.hypot(x1 - other.x1, y1 - other.y1));
        double lower = Math.max(Math.hypot(x2 - other.x2, y2 - other.y2), Math.hypot(x3 - other.x3, y3 - other.y3));
        return Math.max(upper, lower);
    }

    private static double cross(double ax, double ay, double bx, double by, double cx, double cy) {
        return (bx - ax) * (cy - by) - (by - ay) * (cx - bx);
    }
}
