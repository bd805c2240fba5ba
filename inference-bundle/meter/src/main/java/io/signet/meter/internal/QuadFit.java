package io.signet.meter.internal;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Fits a quadrilateral to a region's outline: a straight line to each side, leaving out the corners (they may be round)
 * and whatever sticks out.
 */
final class QuadFit {
    private static final int ROUNDS = 3;
    private static final int POINTS_MIN = 6;
    /** Share of a side that is looked at. */
    private static final double CORE = 0.72;
    /** Farthest a side may run off its straight line, as a share of the region's height. */
    private static final double DEVIATION_MAX = 0.09;

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
        if (height < 6 || Math.max(upper.deviation, lower.deviation) > height * DEVIATION_MAX) {
            return Optional.empty();
        }
        // The left and right sides lie between the rows where the upper and lower sides reach the region's ends.
        Line left = side(upper, lower, region.left, region::leftmost, height);
        Line right = side(upper, lower, region.right + 1.0, y -> region.rightmost(y) + 1, height);
        if (left == null || right == null) {
            return Optional.empty();
        }
        if (Math.max(left.deviation, right.deviation) > height * DEVIATION_MAX) {
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

    /** {@code value = offset + slope * at}, and the standard deviation of the points from it. */
    private static final class Line {
        private final double offset;
        private final double slope;
        private final double deviation;

        private Line(double offset, double slope, double deviation) {
            this.offset = offset;
            this.slope = slope;
            this.deviation = deviation;
        }

        double at(double position) {
            return offset + slope * position;
        }

        /** Where this line (y over x) meets {@code other} (x over y). */
        double[] crossing(Line other) {
            double x = (other.offset + other.slope * offset) / (1 - other.slope * slope);
            return new double[] {x, at(x)};
        }

        /** A line through the points {@code (i + 0.5, value(i))}, without the worst of them; null if there are few. */
        static @Nullable Line fit(int from, int to, IntUnaryOperator value) {
            if (to - from + 1 < POINTS_MIN) {
                return null;
            }
            Line line = new Line(0, 0, Double.MAX_VALUE);
            for (int round = 0; round < ROUNDS; round++) {
                double reach = round == 0 ? Double.MAX_VALUE : Math.max(1, 1.5 * line.deviation);
                double count = 0;
                double sumX = 0;
                double sumY = 0;
                double sumXX = 0;
                double sumXY = 0;
                for (int i = from; i <= to; i++) {
                    double x = i + 0.5;
                    double y = value.applyAsInt(i);
                    if (Math.abs(y - line.at(x)) <= reach) {
                        count++;
                        sumX += x;
                        sumY += y;
                        sumXX += x * x;
                        sumXY += x * y;
                    }
                }
                double spread = count * sumXX - sumX * sumX;
                if (count < Math.max(POINTS_MIN, 0.6 * (to - from + 1)) || spread <= 0) {
                    return null;
                }
                double slope = (count * sumXY - sumX * sumY) / spread;
                line = line(from, to, value, (sumY - slope * sumX) / count, slope, reach, line);
            }
            return line;
        }

        private static Line line(
                int from, int to, IntUnaryOperator value, double offset, double slope, double reach, Line before) {
            double sum = 0;
            int count = 0;
            for (int i = from; i <= to; i++) {
                double y = value.applyAsInt(i);
                if (Math.abs(y - before.at(i + 0.5)) <= reach) {
                    double error = y - offset - slope * (i + 0.5);
                    sum += error * error;
                    count++;
                }
            }
            return new Line(offset, slope, Math.sqrt(sum / Math.max(1, count)));
        }
    }
}
