package io.signet.meter.drawing;

import java.util.List;

/**
 * A meter picture and the truth about it.
 *
 * @param digits what the meter shows
 * @param centres where the middle of each digit is, left to right
 * @param digitHeight mean height of a digit in pixels
 */
public record DrawnMeter(Picture picture, String digits, List<PicturePoint> centres, double digitHeight) {
    public DrawnMeter {
        centres = List.copyOf(centres);
        if (centres.size() != digits.length()) {
            throw new IllegalArgumentException(digits.length() + " digits, but " + centres.size() + " centres");
        }
    }
}
