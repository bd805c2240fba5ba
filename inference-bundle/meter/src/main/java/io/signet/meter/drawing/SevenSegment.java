package io.signet.meter.drawing;

/**
 * Seven-segment glyphs. A glyph is a mask; bit 0 is segment a (top), then clockwise b to f, and bit 6 is g (middle).
 */
final class SevenSegment {
    /** Every segment lit. */
    static final int ALL = 0x7f;

    /** Segments a to g of the digits 0 to 9, as clock and meter displays wire them. */
    private static final int[] DIGITS = {0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f};

    static final int SIX_WITHOUT_TAIL = 0x7c;
    static final int NINE_WITHOUT_TAIL = 0x67;
    static final int SEVEN_WITH_HOOK = 0x27;
    private static final double DIAGONAL = 0.7071;

    private SevenSegment() {}

    static int digit(int digit) {
        return DIGITS[digit];
    }

    /** Whether a person would read {@code mask} as a digit, in any usual form. */
    static boolean isDigit(int mask) {
        for (int digit : DIGITS) {
            if (digit == mask) {
                return true;
            }
        }
        // Segments e and f alone are a 1 on the left side.
        return mask == SIX_WITHOUT_TAIL || mask == NINE_WITHOUT_TAIL || mask == SEVEN_WITH_HOOK || mask == 0x30;
    }

    /**
     * Distance of a point to the nearest segment of {@code mask}, negative inside; 9 if the mask is empty. The glyph
     * stands in {@code [0, width] x [0, 1]}.
     */
    static double distance(int mask, double x, double y, double width, double halfStroke) {
        double near = 9;
        double middle = width / 2;
        double acrossHalf = middle - halfStroke * 1.25;
        double upHalf = (0.5 - halfStroke) / 2 - halfStroke * 0.25;
        double upper = halfStroke + (0.5 - halfStroke) / 2;
        if ((mask & 0x01) != 0) {
            near = Math.min(near, bar(x - middle, y - halfStroke, acrossHalf, halfStroke));
        }
        if ((mask & 0x02) != 0) {
            near = Math.min(near, bar(y - upper, x - width + halfStroke, upHalf, halfStroke));
        }
        if ((mask & 0x04) != 0) {
            near = Math.min(near, bar(y - 1 + upper, x - width + halfStroke, upHalf, halfStroke));
        }
        if ((mask & 0x08) != 0) {
            near = Math.min(near, bar(x - middle, y - 1 + halfStroke, acrossHalf, halfStroke));
        }
        if ((mask & 0x10) != 0) {
            near = Math.min(near, bar(y - 1 + upper, x - halfStroke, upHalf, halfStroke));
        }
        if ((mask & 0x20) != 0) {
            near = Math.min(near, bar(y - upper, x - halfStroke, upHalf, halfStroke));
        }
        if ((mask & 0x40) != 0) {
            near = Math.min(near, bar(x - middle, y - 0.5, acrossHalf, halfStroke));
        }
        return near;
    }

    /** A bar along the first axis with ends that come to a point. */
    private static double bar(double along, double across, double halfLength, double halfStroke) {
        double distance = Math.abs(across);
        return Math.max(distance - halfStroke, (Math.abs(along) + distance - halfLength - halfStroke * 0.5) * DIAGONAL);
    }
}
