package io.signet.meter.drawing;

/**
 * What a meter picture is to show.
 *
 * @param digits six digits, the reading
 * @param width of the picture in pixels, 120 to 4000
 * @param height of the picture in pixels, 80 to 4000
 */
public record MeterScene(String digits, DisplayStyle style, Distortion distortion, int width, int height) {
    /** How many digits a meter shows. */
    public static final int DIGITS = 6;

    public MeterScene {
        if (digits.length() != DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a meter shows " + DIGITS + " digits, not '" + digits + "'");
        }
        if (width < 120 || width > 4000 || height < 80 || height > 4000) {
            throw new IllegalArgumentException(
                    "a picture of " + width + " x " + height + " pixels is out of range: 120 x 80 to 4000 x 4000");
        }
    }
}
