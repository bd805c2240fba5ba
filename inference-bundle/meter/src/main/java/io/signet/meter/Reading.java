package io.signet.meter;

/** What a picture says, or that it says nothing. */
public sealed interface Reading {

    /**
     * All six digits were told apart.
     *
     * @param digits six characters {@code 0} to {@code 9}
     * @param confidence the model's probability of the least certain digit, 0 to 1
     */
    @SuppressWarnings("JavaLangClash") // always written Reading.Readable
    record Readable(String digits, double confidence) implements Reading {
        public Readable {
            if (digits.length() != MeterModel.DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IllegalArgumentException("a reading has " + MeterModel.DIGITS + " digits, not " + digits);
            }
            if (!(confidence >= 0 && confidence <= 1)) {
                throw new IllegalArgumentException("a confidence is 0 to 1, not " + confidence);
            }
        }
    }

    /**
     * At least one digit could not be read, so there is no reading.
     *
     * @param reason which digit and why, for a person
     */
    record Unreadable(String reason) implements Reading {}
}
