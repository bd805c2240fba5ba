package io.signet.gateway.web;

import io.signet.statement.Bytes;
import java.util.Map;

/** What a client gets. */
public sealed interface WebReply {
    /**
     * An answer that is there as a whole.
     *
     * @param status of HTTP (RFC 9110 section 15)
     * @param headers beside those of the body's length
     */
    record Whole(int status, Map<String, String> headers, Bytes body) implements WebReply {
        public Whole {
            headers = Map.copyOf(headers);
        }

        /** Never headers or body, which hold secrets. */
        @Override
        public String toString() {
            return "Whole[" + status + ", " + body.size() + " bytes]";
        }
    }

    /**
     * A stream of events (HTML, "Server-sent events") with status 200, until one side ends it.
     *
     * @param headers beside the one that says what it is
     * @param events where they come from
     */
    record Events(Map<String, String> headers, WebEvents events) implements WebReply {
        public Events {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "Events[]";
        }
    }
}
