package io.signet.console.internal;

import io.signet.console.ConsoleUser;
import io.signet.gateway.web.WebReply;
import io.signet.gateway.web.WebRequest;
import io.signet.statement.Bytes;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Something that can be asked for.
 *
 * @param method of HTTP
 * @param path with {@code {name}} for its one part that varies, if there is one
 * @param access who may ask
 * @param body what comes with it
 * @param handler answers
 */
record Route(String method, String path, Access access, Body body, Handler handler) {
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Who may ask. */
    enum Access {
        /** Whoever comes. */
        ANYONE,
        /** Whoever comes, from this server's own pages. */
        OWN_PAGES,
        /** Who has logged in and may read; or has the token for programs that read metrics. */
        METRICS,
        /** Who has logged in and may read. */
        READ,
        /** Who has logged in and may change. */
        CHANGE
    }

    /** What comes with a request. */
    record Body(String type, int bytesMax) {
        static final Body NONE = new Body("", 0);

        static Body json(int bytesMax) {
            return new Body("application/json", bytesMax);
        }

        static Body octets(int bytesMax) {
            return new Body("application/octet-stream", bytesMax);
        }
    }

    /** Answers a request that may be made. */
    @FunctionalInterface
    interface Handler {
        CompletionStage<WebReply> answer(Call call);
    }

    /**
     * A request that may be made.
     *
     * @param parameter the part of its path that varies; empty if none does
     * @param user who asks, if he has logged in
     * @param cookie of his session
     */
    record Call(WebRequest request, String parameter, Optional<ConsoleUser> user, Bytes cookie) {
        /** Who asks, where only somebody who has logged in can. */
        ConsoleUser who() {
            return user.orElseThrow(() -> new IllegalStateException("nobody has logged in"));
        }
    }

    /** The part of {@code asked} that varies, if this is what is asked for. */
    Optional<String> match(String asked) {
        int from = path.indexOf('{');
        if (from < 0) {
            return path.equals(asked) ? Optional.of("") : Optional.empty();
        }
        String after = path.substring(path.indexOf('}') + 1);
        if (!asked.startsWith(path.substring(0, from))
                || !asked.endsWith(after)
                || asked.length() <= from + after.length()) {
            return Optional.empty();
        }
        String value = asked.substring(from, asked.length() - after.length());
        return VALUE.matcher(value).matches() ? Optional.of(value) : Optional.empty();
    }
}
