package io.signet.kura.rest;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param json the body; of errors an object with a {@code message}, as Kura's own have it
 */
public record RestAnswer(int status, String json) {
    /** What was asked for. */
    public static final int OK = 200;
    /** The request is wrong. */
    public static final int BAD_REQUEST = 400;
    /** The request is larger than allowed. */
    public static final int TOO_LARGE = 413;
    /** The part of the node that knows is off. */
    public static final int UNAVAILABLE = 503;

    public RestAnswer {
        if (status < OK || status > 599) {
            throw new IllegalArgumentException("status " + status + " is not 200 to 599");
        }
    }
}
