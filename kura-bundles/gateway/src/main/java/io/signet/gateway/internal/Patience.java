package io.signet.gateway.internal;

import java.time.Duration;

/**
 * How long clients are waited for. Each bound is of one connection or one request by itself, so that fast clients do not make up
 * for slow ones.
 *
 * @param firstRequest from the opening of a connection, with TLS's handshake, until the head of its first request is there
 * @param nextRequest from an answer until the head of the next request is there
 * @param leftovers for the rest of a body that is refused
 * @param grace beyond what bytes take at the least pace
 * @param bytesASecondMin the least pace
 */
record Patience(Duration firstRequest, Duration nextRequest, Duration leftovers, Duration grace, int bytesASecondMin) {
    static final Patience DEFAULT = new Patience(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(10), 1024);

    /** How long {@code bytes} may take to come or to go. */
    Duration forBytes(int bytes) {
        return grace.plusMillis(1000L * bytes / bytesASecondMin);
    }
}
