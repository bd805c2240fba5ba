package io.signet.console.internal;

import io.signet.gateway.web.WebRequest;
import io.signet.statement.Bytes;
import java.util.Optional;
import java.util.regex.Pattern;

/** The cookie of a session: for this server's pages only, never sent along from another site, and no program can read it. */
final class Cookies {
    private static final String NAME = "__Host-signet-console";
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{64}");

    private Cookies() {}

    /** The header that sets it. */
    static String set(Bytes cookie) {
        return NAME + "=" + cookie.toHex() + "; Path=/; Secure; HttpOnly; SameSite=Strict";
    }

    /** The header that has a browser forget it. */
    static String forget() {
        return NAME + "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0";
    }

    /** What came along; empty if none did, or what can be none. */
    static Bytes of(WebRequest request) {
        for (String pair : request.header("Cookie").orElse("").split("[;,]", -1)) {
            String text = pair.strip();
            if (text.startsWith(NAME + "=")) {
                return secret(Optional.of(text.substring(NAME.length() + 1)));
            }
        }
        return Bytes.EMPTY;
    }

    /** A secret as it travels; empty if it is none. */
    static Bytes secret(Optional<String> hex) {
        return hex.filter(text -> SECRET.matcher(text).matches())
                .map(Bytes::fromHex)
                .orElse(Bytes.EMPTY);
    }
}
