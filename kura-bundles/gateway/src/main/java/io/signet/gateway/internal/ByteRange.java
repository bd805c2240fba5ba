package io.signet.gateway.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a file is asked for (RFC 9110 section 14). One range that begins at a byte is understood; whoever asks for
 * anything else gets the whole file, as that section allows.
 *
 * @param from the first byte
 * @param to after the last byte
 * @param partial whether it was asked for a part
 */
record ByteRange(long from, long to, boolean partial) {
    private static final Pattern FROM = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");

    /**
     * What of a file of {@code sizeBytes} is asked for by the header {@code range}.
     *
     * @return empty if it begins beyond the end of the file, or ends before it begins
     */
    static Optional<ByteRange> of(Optional<String> range, long sizeBytes) {
        Matcher matcher = FROM.matcher(range.orElse(""));
        if (!matcher.matches()) {
            return Optional.of(new ByteRange(0, sizeBytes, false));
        }
        long from = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? sizeBytes - 1 : Long.parseLong(matcher.group(2));
        return from < sizeBytes && last >= from
                ? Optional.of(new ByteRange(from, Math.min(last + 1, sizeBytes), true))
                : Optional.empty();
    }

    long sizeBytes() {
        return to - from;
    }

    /** The value of {@code Content-Range}. */
    String contentRange(long sizeBytes) {
        return "bytes " + from + "-" + (to - 1) + "/" + sizeBytes;
    }
}
