package io.signet.console.internal;

import io.signet.gateway.web.WebReply;
import io.signet.statement.Bytes;
import java.util.HashMap;
import java.util.Map;

/** Replies with the headers that keep browsers from doing more with them than is meant. */
final class Replies {
    private static final String JSON = "application/json; charset=utf-8";
    private static final int LATER_SECONDS = 10;

    /** With everything (OWASP Secure Headers Project; CSP Level 3). */
    private static final Map<String, String> SAFE = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=()");

    private Replies() {}

    /** Headers that go with everything, and {@code more}. */
    static Map<String, String> headers(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(SAFE);
        all.putAll(more);
        return all;
    }

    static WebReply.Whole json(int status, Bytes json) {
        return json(status, json, Map.of());
    }

    static WebReply.Whole json(int status, Bytes json, Map<String, String> more) {
        Map<String, String> all = headers(Map.of("Content-Type", JSON, "Cache-Control", "no-store"));
        all.putAll(more);
        return new WebReply.Whole(status, all, json);
    }

    /** @param reason what was wrong and what to do */
    static WebReply.Whole error(int status, String reason) {
        return json(
                status,
                Json.text("error", reason),
                status == 429 || status == 503 ? Map.of("Retry-After", String.valueOf(LATER_SECONDS)) : Map.of());
    }
}
