package io.signet.meter.internal;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Fits a quadrilateral to a region's outline: a straight line to each side, leaving out the corners (they may be round)
 * and whatever sticks out.
 */
final class QuadFit {
    private static final int HEIGHT_MIN = 6;
    private static final int POINTS_MIN = 6;
    /** Share of a side that is looked at. */
    private static final double CORE = 0.72;
    /** Farthest that a point may be off the line that it agrees with, in pixels. */
    private static final double REACH = 1.3;
    /** Share of a side's points that must agree; a reflection or a mark may cover the others. */
    private static final double AGREEING_MIN = 0.55;
    /** Points that lines are drawn through, two by two. */
    private static final int PLACES = 10;

    private final Region region;

    private QuadFit(Region region) {
        this.region = region;
    }

    /** The quadrilateral that {@code region} fills, empty if it is no such thing. */
    static Optional<Quad> fit(Region region) {
        return new QuadFit(region).fit();
    }

    private Optional<Quad> fit() {
        int inset = (int) (region.columns() * (1 - CORE) / 2);
        int from = region.left + inset;
        int to = region.right - inset;
        Line upper = Line.fit(from, to, region::upper);
        Line lower = Line.fit(from, to, x -> region.lower(x) + 1);
        if (upper == null || lower == null) {
            return Optional.empty();
        }
        double height = lower.at((from + to) / 2.0) - upper.at((from + to) / 2.0);
        if (height < HEIGHT_MIN) {
            return Optional.empty();
        }
        // The left and right sides lie between the rows where the upper and lower sides reach the region's ends.
        Line left = side(upper, lower, region.left, region::leftmost, height);
        Line right = side(upper, lower, region.right + 1.0, y -> region.rightmost(y) + 1, height);
        if (left == null || right == null) {
            return Optional.empty();
        }
        double[] topLeft = upper.crossing(left);
        double[] topRight = upper.crossing(right);
        double[] bottomRight = lower.crossing(right);
        double[] bottomLeft = lower.crossing(left);
        Quad quad = new Quad(
                topLeft[0],
                topLeft[1],
                topRight[0],
                topRight[1],
                bottomRight[0],
                bottomRight[1],
                bottomLeft[0],
                bottomLeft[1]);
        return quad.isConvex() ? Optional.of(quad) : Optional.empty();
    }

    private @Nullable Line side(Line upper, Line lower, double end, IntUnaryOperator extreme, double height) {
        int from = (int) Math.ceil(upper.at(end) + height * (1 - CORE) / 2);
        int to = (int) Math.floor(lower.at(end) - height * (1 - CORE) / 2);
        return Line.fit(Math.max(from, region.top), Math.min(to, region.bottom), extreme);
    }

    /** {@code value = offset + slope * at}. */
    private static final class Line {
        private final double offset;
        private final double slope;

        private Line(double offset, double slope) {
            this.offset = offset;
            this.slope = slope;
        }

        double at(double position) {
            return offset + slope * position;
        }

        /** Where this line (y over x) meets {@code other} (x over y). */
        double[] crossing(Line other) {
            double x = (other.offset + other.slope * offset) / (1 - other.slope * slope);
            return new double[] {x, at(x)};
        }

        /**
         * The line that most of the points {@code (i + 0.5, value(i))} agree with; null if too few agree with any.
         *
         * <p>After Fischler and Bolles (CACM 24, 1981), with pairs of points at fixed places in place of random ones.
         */
        static @Nullable Line fit(int from, int to, IntUnaryOperator value) {
            int points = to - from + 1;
            if (points < POINTS_MIN) {
                return null;
            }
            int most = 0;
            Line best = new Line(0, 0);
            for (int a = 0; a < PLACES; a++) {
                for (int b = a + 1; b < PLACES; b++) {
                    int first = from + (points - 1) * a / (PLACES - 1);
                    int second = from + (points - 1) * b / (PLACES - 1);
                    if (second > first) {
                        double slope = (value.applyAsInt(second) - value.applyAsInt(first)) / (double) (second - first);
                        Line line = new Line(value.applyAsInt(first) - slope * (first + 0.5), slope);
                        int agreeing = line.agreeing(from, to, value);
                        if (agreeing > most) {
                            most = agreeing;
                            best = line;
                        }
                    }
                }
            }
            return most < Math.max(POINTS_MIN, AGREEING_MIN * points) ? null : best.refined(from, to, value);
        }

        private int agreeing(int from, int to, IntUnaryOperator value) {
            int count = 0;
            for (int i = from; i <= to; i++) {
                if (Math.abs(value.applyAsInt(i) - at(i + 0.5)) <= REACH) {
                    count++;
                }
            }
            return count;
        }

        /** The line of least squares through the points that agree with this one. */
        private Line refined(int from, int to, IntUnaryOperator value) {
            double count = 0;
            double sumX = 0;
            double sumY = 0;
            double sumXX = 0;
            double sumXY = 0;
            for (int i = from; i <= to; i++) {
                double x = i + 0.5;
                double y = value.applyAsInt(i);
                if (Math.abs(y - at(x)) <= REACH) {
                    count++;
                    sumX += x;
                    sumY += y;
                    sumXX += x * x;
                    sumXY += x * y;
                }
            }
            double spread = count * sumXX - sumX * sumX;
            if (spread <= 0) {
                return this;
            }
            double through = (count * sumXY - sumX * sumY) / spread;
            return new Line((sumY - through * sumX) / count, through);
        }
    }
}
