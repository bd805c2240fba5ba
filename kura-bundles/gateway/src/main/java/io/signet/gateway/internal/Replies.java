package io.signet.gateway.internal;

import io.signet.openinference.json.JsonWriter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/** Sends what clients get. */
final class Replies {
    static final String JSON = "application/json";
    static final String OCTETS = "application/octet-stream";

    private static final String RETRY_AFTER_SECONDS = "1";
    /** What is not larger is sent in one piece. */
    private static final int ONE_PIECE_BYTES_MAX = 16 * 1024;

    private Replies() {}

    /** Sends JSON. */
    static void json(Response response, Callback callback, int status, ByteBuffer json) {
        start(response, status, JSON, json.remaining());
        response.write(true, json, callback);
    }

    /** Sends {@code {"error": reason}}. */
    static void failure(Response response, Callback callback, Failure failure) {
        if (failure.temporary()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        JsonWriter out = new JsonWriter(64 + failure.reason().length());
        out.beginObject().name("error").string(failure.reason()).endObject();
        json(response, callback, failure.status(), out.toBuffer());
    }

    /** Sends {@code parts} one after the other. */
    static void octets(Response response, Callback callback, HttpField header, long sizeBytes, List<ByteBuffer> parts) {
        response.getHeaders().put(header);
        start(response, 200, OCTETS, sizeBytes);
        if (sizeBytes > ONE_PIECE_BYTES_MAX) {
            new Pieces(response, callback, parts).iterate();
            return;
        }
        ByteBuffer whole = ByteBuffer.allocate((int) sizeBytes);
        parts.forEach(whole::put);
        response.write(true, whole.flip(), callback);
    }

    private static void start(Response response, int status, String type, long sizeBytes) {
        response.setStatus(status);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, type);
        headers.put(HttpHeader.CONTENT_LENGTH, sizeBytes);
    }

    private static final class Pieces extends IteratingNestedCallback {
        private final Response response;
        private final Queue<ByteBuffer> pieces;

        Pieces(Response response, Callback callback, List<ByteBuffer> pieces) {
            super(callback);
            this.response = response;
            this.pieces = new ArrayDeque<>(pieces);
        }

        @Override
        protected Action process() {
            ByteBuffer next = pieces.poll();
            if (next == null) {
                return Action.SUCCEEDED;
            }
            response.write(pieces.isEmpty(), next, this);
            return Action.SCHEDULED;
        }
    }
}
