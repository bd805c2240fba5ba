package io.signet.meter.drawing;

/**
 * Dot-matrix glyphs, 5 dots wide and 7 high. A glyph is 35 bits, row by row from the top left, the first dot in bit 34.
 */
final class DotMatrix {
    static final int COLUMNS = 5;
    static final int ROWS = 7;

    /** Every dot lit. */
    static final long ALL = (1L << (COLUMNS * ROWS)) - 1;

    private static final long[] DIGITS = {
        glyph(".###.", "#...#", "#..##", "#.#.#", "##..#", "#...#", ".###."),
        glyph("..#..", ".##..", "..#..", "..#..", "..#..", "..#..", ".###."),
        glyph(".###.", "#...#", "....#", "...#.", "..#..", ".#...", "#####"),
        glyph("#####", "...#.", "..#..", "...#.", "....#", "#...#", ".###."),
        glyph("...#.", "..##.", ".#.#.", "#..#.", "#####", "...#.", "...#."),
        glyph("#####", "#....", "####.", "....#", "....#", "#...#", ".###."),
        glyph("..##.", ".#...", "#....", "####.", "#...#", "#...#", ".###."),
        glyph("#####", "....#", "...#.", "..#..", ".#...", ".#...", ".#..."),
        glyph(".###.", "#...#", "#...#", ".###.", "#...#", "#...#", ".###."),
        glyph(".###.", "#...#", "#...#", ".####", "....#", "...#.", ".##.."),
    };

    private static final String LETTERS = "SIGNETkWhmo.";

    private static final long[] LETTER_GLYPHS = {
        glyph(".####", "#....", "#....", ".###.", "....#", "....#", "####."),
        glyph(".###.", "..#..", "..#..", "..#..", "..#..", "..#..", ".###."),
        glyph(".###.", "#...#", "#....", "#.###", "#...#", "#...#", ".####"),
        glyph("#...#", "#...#", "##..#", "#.#.#", "#..##", "#...#", "#...#"),
        glyph("#####", "#....", "#....", "####.", "#....", "#....", "#####"),
        glyph("#####", "..#..", "..#..", "..#..", "..#..", "..#..", "..#.."),
        glyph("#....", "#....", "#..#.", "#.#..", "##...", "#.#..", "#..#."),
        glyph("#...#", "#...#", "#...#", "#.#.#", "#.#.#", "##.##", "#...#"),
        glyph("#....", "#....", "#.##.", "##..#", "#...#", "#...#", "#...#"),
        glyph(".....", ".....", "##.#.", "#.#.#", "#.#.#", "#.#.#", "#.#.#"),
        glyph(".....", ".....", ".###.", "#...#", "#...#", "#...#", ".###."),
        glyph(".....", ".....", ".....", ".....", ".....", ".##..", ".##.."),
    };

    private DotMatrix() {}

    static long digit(int digit) {
        return DIGITS[digit];
    }

    /** The glyph of a letter that meters carry, or of a digit; blank if this table lacks it. */
    static long character(char character) {
        if (character >= '0' && character <= '9') {
            return DIGITS[character - '0'];
        }
        int letter = LETTERS.indexOf(character);
        return letter < 0 ? 0 : LETTER_GLYPHS[letter];
    }

    static boolean isLit(long glyph, int column, int row) {
        return column >= 0
                && column < COLUMNS
                && row >= 0
                && row < ROWS
                && ((glyph >> (COLUMNS * ROWS - 1 - row * COLUMNS - column)) & 1) != 0;
    }

    /**
     * Distance of a point to the nearest lit dot, negative inside; 9 if none is near. The glyph stands in
     * {@code [0, width] x [0, 1]}.
     *
     * @param halfDot half the size of a dot, as a share of the dots' spacing
     */
    static double distance(long glyph, double x, double y, double width, double halfDot, boolean round) {
        double spacingX = width / COLUMNS;
        double spacingY = 1.0 / ROWS;
        int column = (int) Math.floor(x / spacingX);
        int row = (int) Math.floor(y / spacingY);
        double near = 9;
        for (int r = row - 1; r <= row + 1; r++) {
            for (int c = column - 1; c <= column + 1; c++) {
                if (isLit(glyph, c, r)) {
                    double dx = Math.abs(x - (c + 0.5) * spacingX);
                    double dy = Math.abs(y - (r + 0.5) * spacingY);
                    double distance = round
                            ? Math.sqrt(dx * dx + dy * dy) - halfDot * Math.min(spacingX, spacingY)
                            : Math.max(dx - halfDot * spacingX, dy - halfDot * spacingY);
                    near = Math.min(near, distance);
                }
            }
        }
        return near;
    }

    /** How much of {@code (x, y)} the glyph's strokes cover, 0 or 1: the dots joined to smooth strokes, as in print. */
    static boolean isPrinted(long glyph, double x, double y, double width) {
        double u = x / width * COLUMNS - 0.5;
        double v = y * ROWS - 0.5;
        int column = (int) Math.floor(u);
        int row = (int) Math.floor(v);
        double fx = u - column;
        double fy = v - row;
        double upper = lit(glyph, column, row) * (1 - fx) + lit(glyph, column + 1, row) * fx;
        double lower = lit(glyph, column, row + 1) * (1 - fx) + lit(glyph, column + 1, row + 1) * fx;
        return upper * (1 - fy) + lower * fy > 0.45;
    }

    private static double lit(long glyph, int column, int row) {
        return isLit(glyph, column, row) ? 1 : 0;
    }

    private static long glyph(String... rows) {
        long bits = 0;
        for (String row : rows) {
            for (int column = 0; column < COLUMNS; column++) {
                bits = (bits << 1) | (row.charAt(column) == '#' ? 1 : 0);
            }
        }
        return bits;
    }
}
