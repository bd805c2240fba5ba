package io.signet.log.http.internal;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;

/**
 * What a request gets.
 *
 * @param status the HTTP status code
 * @param type media type of the body
 * @param caching how long caches may keep it
 * @param body all of it
 */
record Response(int status, String type, Caching caching, Bytes body) {
    /** How long caches may keep a response. */
    enum Caching {
        /** For ever: nothing else will ever be there. */
        IMMUTABLE("public, max-age=31536000, immutable"),
        /** As long as they ask each time whether it is still the newest. */
        REVALIDATED("public, no-cache"),
        /** Not at all. */
        NONE("no-store");

        private final String directives;

        Caching(String directives) {
            this.directives = directives;
        }

        /** The value of the header Cache-Control. */
        String directives() {
            return directives;
        }
    }

    static Response of(String type, Caching caching, Bytes body) {
        return new Response(200, type, caching, body);
    }

    static Response failure(int status, String reason) {
        return new Response(status, "text/plain; charset=utf-8", Caching.NONE, Bytes.utf8(reason + "\n"));
    }

    /** The validator (RFC 9110 section 8.8.3): a digest of the body. */
    String entityTag() {
        return '"' + Digest.sha256(body).toHex().substring(0, 32) + '"';
    }
}
