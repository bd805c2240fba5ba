package io.signet.meter.internal;

import java.util.function.IntToDoubleFunction;

/**
 * Six equal cells in a row: where the digits stand in an upright picture of a display.
 *
 * @param toSurface from cells (0 to 6 across, 0 to 1 down) to the display's picture
 * @param score how well the picture agrees, 1 at best; below {@link #SCORE_MIN} it is no row of six digits
 */
record DigitGrid(Projection toSurface, double score) {
    static final double SCORE_MIN = 0.45;

    private static final int DIGITS = 6;
    /** Room above and below a digit, in digit heights. */
    private static final double MARGIN = 0.08;
    /** Steps of the slants tried, which are tangents of the angle to the vertical. */
    private static final double SLANT_STEP = 0.03;

    private static final int SLANT_MIN = -2;
    private static final int SLANT_MAX = 5;
    /** Width of a cell in digit heights; what other displays than meters' have is refused. */
    private static final double PITCH_MIN = 0.52;

    private static final double PITCH_MAX = 1.05;
    private static final DigitGrid NONE = new DigitGrid(Projection.IDENTITY, 0);

    /** The best grid for the ink of a display. */
    static DigitGrid fit(Ink ink) {
        int height = ink.bottom() - ink.top();
        if (height < 0.3 * ink.height() || height < 7) {
            return NONE;
        }
        DigitGrid best = NONE;
        for (int slant = SLANT_MIN; slant <= SLANT_MAX; slant++) {
            DigitGrid grid = fit(ink, slant * SLANT_STEP, height);
            if (grid.score > best.score) {
                best = grid;
            }
        }
        return best;
    }

    private static DigitGrid fit(Ink ink, double slant, int height) {
        double middle = (ink.top() + ink.bottom()) / 2.0;
        Columns columns = ink.columns(slant, middle);
        double bestScore = 0;
        double bestPitch = 0;
        double bestStart = 0;
        double centreStep = Math.max(0.5, ink.width() / 200.0);
        for (double pitch = PITCH_MIN * height; pitch <= PITCH_MAX * height; pitch += Math.max(0.15, height / 100.0)) {
            if (pitch * DIGITS > ink.width() * 1.04) {
                break;
            }
            double reach = ink.width() * 0.1;
            for (double offset = -reach; offset <= reach; offset += centreStep) {
                double start = ink.width() / 2.0 + offset - pitch * DIGITS / 2;
                double score = score(columns, start, pitch, height) - 1.2 * Math.abs(offset) / ink.width();
                if (score > bestScore) {
                    bestScore = score;
                    bestPitch = pitch;
                    bestStart = start;
                }
            }
        }
        if (bestScore == 0) {
            return NONE;
        }
        double tall = height * (1 + 2 * MARGIN);
        double top = ink.top() - height * MARGIN;
        Projection toSurface =
                new Projection(bestPitch, -slant * tall, bestStart - slant * (top - middle), 0, tall, top, 0, 0);
        return new DigitGrid(toSurface, bestScore - 0.15 * Math.abs(slant));
    }

    /** 1 if all ink is inside the cells and none in the gaps between them, less the more it is otherwise. */
    private static double score(Columns columns, double start, double pitch, int height) {
        double total = columns.sum(0, columns.width());
        double inside = columns.sum(start, start + pitch * DIGITS);
        double gap = 0;
        for (int i = 0; i <= DIGITS; i++) {
            double centre = start + i * pitch;
            gap += columns.sum(centre - pitch * 0.08, centre + pitch * 0.08);
        }
        double score = 1 - 1.6 * (total - inside) / total - 2.2 * gap / total;
        for (int i = 0; i < DIGITS; i++) {
            double cell = columns.sum(start + i * pitch, start + (i + 1) * pitch) / (pitch * height);
            if (cell < 0.05) {
                score -= 0.35;
            } else if (cell > 0.75) {
                score -= 0.2;
            }
        }
        return score;
    }

    /** How much ink each column holds, added up from the left. */
    record Columns(IntToDoubleFunction upTo, int width) {
        double sum(double from, double to) {
            return at(to) - at(from);
        }

        private double at(double x) {
            double bounded = Math.max(0, Math.min(width, x));
            int column = Math.min((int) bounded, width - 1);
            double share = bounded - column;
            return upTo.applyAsDouble(column) * (1 - share) + upTo.applyAsDouble(column + 1) * share;
        }
    }
}
