package io.signet.meter;

import io.signet.statement.Bytes;

/**
 * A picture of a meter with its reading.
 *
 * @param fileName such as {@code meter-042817-lcd-glare.png}: the reading, the display's style, what makes it hard
 * @param digits the true reading, six digits
 * @param png the picture
 */
public record MeterSample(String fileName, String digits, Bytes png) {
    public MeterSample {
        if (digits.length() != MeterModel.DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a reading has " + MeterModel.DIGITS + " digits, not '" + digits + "'");
        }
    }
}
