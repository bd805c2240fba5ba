package io.signet.statement.internal;

/** The times that formats can hold: milliseconds since 1970-01-01T00:00:00Z, without leap seconds. */
public final class Times {
    /** The last millisecond of the year 9999, where the time of X.509 ends (RFC 5280 section 4.1.2.5). */
    public static final long MILLIS_MAX = 253_402_300_799_999L;

    private Times() {}

    /** Refuses a time that no format can hold; {@code what} says whose. */
    public static void require(String what, long millis) {
        if (millis < 0 || millis > MILLIS_MAX) {
            throw new IllegalArgumentException(
                    what + " is not 0 to " + MILLIS_MAX + " milliseconds since 1970 but " + millis);
        }
    }
}
