package io.signet.meter.drawing;

/** How a meter shows its digits. */
public enum DisplayStyle {
    /** Seven segments, dark on a lit background or the other way round; unlit segments leave a ghost. */
    SEVEN_SEGMENT_LCD("lcd"),
    /** Seven glowing segments behind a dark window. */
    SEVEN_SEGMENT_LED("led"),
    /** Square dots, 5 wide and 7 high, on a lit background. */
    DOT_MATRIX_LCD("dot-lcd"),
    /** Round glowing dots, 5 wide and 7 high, behind a dark window. */
    DOT_MATRIX_LED("dot-led");

    private final String slug;

    DisplayStyle(String slug) {
        this.slug = slug;
    }

    /** A short name in lower case, fit for a file name. */
    public String slug() {
        return slug;
    }

    boolean isSevenSegment() {
        return this == SEVEN_SEGMENT_LCD || this == SEVEN_SEGMENT_LED;
    }

    boolean glows() {
        return this == SEVEN_SEGMENT_LED || this == DOT_MATRIX_LED;
    }
}
