package io.signet.gateway.internal;

/**
 * Why a client gets no answer.
 *
 * @param status of HTTP (RFC 9110 section 15)
 * @param reason for a person, without secrets: what was wrong and what to do
 */
record Failure(int status, String reason) {
    /** The same request may succeed soon: the client is told when to come again. */
    boolean temporary() {
        return status == 429 || status == 503;
    }
}
