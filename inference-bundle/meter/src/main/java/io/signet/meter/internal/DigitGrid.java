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
    /** How far the row's middle may be off the display's, as a share of the display's width. */
    private static final double CENTRE_REACH = 0.1;

    private static final DigitGrid NONE = new DigitGrid(Projection.IDENTITY, 0);

    /** The best grid for the ink of a display: searched in coarse steps first, then about the best of them. */
    static DigitGrid fit(Ink ink) {
        int height = ink.bottom() - ink.top();
        if (height < 0.3 * ink.height() || height < 7) {
            return NONE;
        }
        Place best = Place.NONE;
        for (int slant = SLANT_MIN; slant <= SLANT_MAX; slant++) {
            best = best.orBetter(search(
                    ink,
                    slant * SLANT_STEP,
                    new Range(PITCH_MIN * height, PITCH_MAX * height, height / 40.0),
                    new Range(-CENTRE_REACH * ink.width(), CENTRE_REACH * ink.width(), ink.width() / 80.0)));
        }
        for (int slant = -1; slant <= 1 && best.score > 0; slant++) {
            best = best.orBetter(search(
                    ink,
                    best.slant + slant * SLANT_STEP / 2,
                    new Range(best.pitch - height / 40.0, best.pitch + height / 40.0, height / 160.0),
                    new Range(
                            best.offset - ink.width() / 80.0, best.offset + ink.width() / 80.0, ink.width() / 320.0)));
        }
        return best.score <= 0 ? NONE : best.grid(ink);
    }

    /** This grid, or {@code other} if that agrees better. */
    DigitGrid orBetter(DigitGrid other) {
        return other.score > score ? other : this;
    }

    private record Range(double from, double to, double step) {}

    /** A row of cells: the middle of the row lies {@code offset} pixels right of the display's. */
    private record Place(double slant, double pitch, double offset, double score) {
        private static final Place NONE = new Place(0, 0, 0, 0);

        private Place orBetter(Place other) {
            return other.score > score ? other : this;
        }

        private DigitGrid grid(Ink ink) {
            double middle = (ink.top() + ink.bottom()) / 2.0;
            int height = ink.bottom() - ink.top();
            double tall = height * (1 + 2 * MARGIN);
            double top = ink.top() - height * MARGIN;
            double start = ink.width() / 2.0 + offset - pitch * DIGITS / 2;
            // A display leaves the same room above and below its digits.
            double uneven = Math.abs(ink.top() - (ink.height() - ink.bottom())) / (double) ink.height();
            double ragged = ink.raggedness(start, pitch, DIGITS, slant, middle) / height;
            return new DigitGrid(
                    new Projection(pitch, -slant * tall, start - slant * (top - middle), 0, tall, top, 0, 0),
                    score - Math.max(0, uneven - 0.08) - 1.5 * ragged);
        }
    }

    private static Place search(Ink ink, double slant, Range pitches, Range offsets) {
        Columns columns = ink.columns(slant, (ink.top() + ink.bottom()) / 2.0);
        int height = ink.bottom() - ink.top();
        Place best = Place.NONE;
        for (double pitch = pitches.from; pitch <= pitches.to; pitch += pitches.step) {
            if (pitch * DIGITS > ink.width() * 1.04) {
                break;
            }
            for (double offset = offsets.from; offset <= offsets.to; offset += offsets.step) {
                double start = ink.width() / 2.0 + offset - pitch * DIGITS / 2;
                double score = score(columns, start, pitch, height)
                        - 1.2 * Math.abs(offset) / ink.width()
                        - 0.15 * Math.abs(slant);
                if (score > best.score) {
                    best = new Place(slant, pitch, offset, score);
                }
            }
        }
        return best;
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
