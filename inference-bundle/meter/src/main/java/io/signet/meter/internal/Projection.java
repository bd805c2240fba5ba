package io.signet.meter.internal;

/**
 * A projective map of the plane: {@code (x, y) -> ((ax + by + c) / w, (dx + ey + f) / w)} with
 * {@code w = gx + hy + 1}.
 */
public record Projection(double a, double b, double c, double d, double e, double f, double g, double h) {
    /** The map that changes nothing. */
    public static final Projection IDENTITY = new Projection(1, 0, 0, 0, 1, 0, 0, 0);

    /** Where {@code (x, y)} comes to lie, horizontally. */
    public double x(double x, double y) {
        return (a * x + b * y + c) / (g * x + h * y + 1);
    }

    /** Where {@code (x, y)} comes to lie, vertically. */
    public double y(double x, double y) {
        return (d * x + e * y + f) / (g * x + h * y + 1);
    }

    /** First this map, then {@code next}. */
    public Projection then(Projection next) {
        double[][] first = {{a, b, c}, {d, e, f}, {g, h, 1}};
        double[][] second = {{next.a, next.b, next.c}, {next.d, next.e, next.f}, {next.g, next.h, 1}};
        double[][] product = new double[3][3];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                for (int k = 0; k < 3; k++) {
                    product[row][column] += second[row][k] * first[k][column];
                }
            }
        }
        return ofMatrix(product);
    }

    /**
     * The map back.
     *
     * @throws IllegalArgumentException if this map flattens the plane
     */
    public Projection inverse() {
        double determinant = a * (e - f * h) - b * (d - f * g) + c * (d * h - e * g);
        double[][] adjugate = {
            {e - f * h, c * h - b, b * f - c * e},
            {f * g - d, a - c * g, c * d - a * f},
            {d * h - e * g, b * g - a * h, a * e - b * d}
        };
        if (Math.abs(determinant) < 1e-12 || Math.abs(adjugate[2][2]) < 1e-12) {
            throw new IllegalArgumentException("a map that flattens the plane has no inverse");
        }
        return ofMatrix(adjugate);
    }

    /**
     * The map of the rectangle {@code [0, width] x [0, height]} onto a quadrilateral.
     *
     * <p>Source: P. Heckbert, Fundamentals of Texture Mapping and Image Warping (1989), section 2.2.3.
     *
     * @throws IllegalArgumentException if the corners of the quadrilateral are not in general position
     */
    public static Projection ofRectangleOnto(double width, double height, Quad quad) {
        double dx1 = quad.x1() - quad.x2();
        double dx2 = quad.x3() - quad.x2();
        double dx3 = quad.x0() - quad.x1() + quad.x2() - quad.x3();
        double dy1 = quad.y1() - quad.y2();
        double dy2 = quad.y3() - quad.y2();
        double dy3 = quad.y0() - quad.y1() + quad.y2() - quad.y3();
        double divisor = dx1 * dy2 - dx2 * dy1;
        if (Math.abs(divisor) < 1e-9) {
            throw new IllegalArgumentException("three corners of the quadrilateral lie on a line");
        }
        double g = (dx3 * dy2 - dx2 * dy3) / divisor;
        double h = (dx1 * dy3 - dx3 * dy1) / divisor;
        return new Projection(
                (quad.x1() - quad.x0() + g * quad.x1()) / width,
                (quad.x3() - quad.x0() + h * quad.x3()) / height,
                quad.x0(),
                (quad.y1() - quad.y0() + g * quad.y1()) / width,
                (quad.y3() - quad.y0() + h * quad.y3()) / height,
                quad.y0(),
                g / width,
                h / height);
    }

    private static Projection ofMatrix(double[][] m) {
        double scale = m[2][2];
        return new Projection(
                m[0][0] / scale,
                m[0][1] / scale,
                m[0][2] / scale,
                m[1][0] / scale,
                m[1][1] / scale,
                m[1][2] / scale,
                m[2][0] / scale,
                m[2][1] / scale);
    }
}
