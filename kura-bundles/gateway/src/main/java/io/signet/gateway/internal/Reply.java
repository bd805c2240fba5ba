package io.signet.gateway.internal;

import io.signet.gateway.web.WebReply;
import io.signet.openinference.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/** Sends what a client gets for one request, as fast as it takes it, but not for ever. */
final class Reply {
    static final String JSON = "application/json";
    static final String OCTETS = "application/octet-stream";

    private static final String EVENTS = "text/event-stream";
    private static final String RETRY_AFTER_SECONDS = "1";
    /** What is not larger is joined before it is sent. */
    private static final int JOINED_BYTES_MAX = 16 * 1024;
    /** Sent at once: each piece has its deadline. */
    private static final int PIECE_BYTES_MAX = 64 * 1024;

    private final Response response;
    private final Callback callback;
    private final Patience patience;

    /**
     * A reply that is not sent yet.
     *
     * @param callback ends the exchange
     */
    Reply(Response response, Callback callback, Patience patience) {
        this.response = response;
        this.callback = callback;
        this.patience = patience;
    }

    /** Sends JSON. */
    void json(int status, ByteBuffer json) {
        start(status, JSON, json.remaining());
        new Pieces(List.of(json)).iterate();
    }

    /** Sends {@code {"error": reason}}. */
    void failure(Failure failure) {
        if (failure.temporary()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        JsonWriter out = new JsonWriter(64 + failure.reason().length());
        out.beginObject().name("error").string(failure.reason()).endObject();
        json(failure.status(), out.toBuffer());
    }

    /** Sends what pages gave. */
    void whole(WebReply.Whole whole) {
        start(whole.status(), OCTETS, whole.body().size());
        whole.headers().forEach(response.getHeaders()::put);
        new Pieces(List.of(whole.body().asBuffer())).iterate();
    }

    /** Sends events until one side ends it. */
    void events(WebReply.Events stream) {
        response.setStatus(200);
        stream.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, EVENTS);
        stream.events().opened(new EventStream(response, patience, stream.events(), callback));
    }

    /** Sends {@code parts} one after the other. */
    void octets(HttpField header, long sizeBytes, List<ByteBuffer> parts) {
        response.getHeaders().put(header);
        start(200, OCTETS, sizeBytes);
        if (sizeBytes > JOINED_BYTES_MAX) {
            new Pieces(parts).iterate();
            return;
        }
        ByteBuffer whole = ByteBuffer.allocate((int) sizeBytes);
        parts.forEach(whole::put);
        new Pieces(List.of(whole.flip())).iterate();
    }

    /** Sends what stands before a body of {@code sizeBytes}, and no body. */
    void head(int status, HttpFields headers, long sizeBytes) {
        response.getHeaders().add(headers);
        start(status, OCTETS, sizeBytes);
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    /** Sends a part of a file, and closes the file. */
    void file(int status, HttpFields headers, FileChannel file, ByteRange range, Pace pace) {
        response.getHeaders().add(headers);
        start(status, OCTETS, range.sizeBytes());
        new FilePieces(response, file, range, pace, patience, callback).iterate();
    }

    /** Says which methods are taken. */
    void allow(String methods) {
        header(new HttpField(HttpHeader.ALLOW, methods));
    }

    /** Goes with whatever is sent. */
    void header(HttpField header) {
        response.getHeaders().put(header);
    }

    /** Ends the exchange without an answer, or with half of one. */
    void abandon(Throwable bug) {
        callback.failed(bug);
    }

    private void start(int status, String type, long sizeBytes) {
        response.setStatus(status);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, type);
        headers.put(HttpHeader.CONTENT_LENGTH, sizeBytes);
    }

    private final class Pieces extends IteratingNestedCallback {
        private final Queue<ByteBuffer> left = new ArrayDeque<>();
        private final Deadline deadline = Deadline.of(response.getRequest());

        Pieces(List<ByteBuffer> parts) {
            super(callback);
            parts.stream().filter(ByteBuffer::hasRemaining).forEach(left::add);
        }

        @Override
        protected Action process() {
            deadline.cancel();
            ByteBuffer next = left.peek();
            if (next == null) {
                return Action.SUCCEEDED;
            }
            ByteBuffer piece = next.slice(next.position(), Math.min(next.remaining(), PIECE_BYTES_MAX));
            next.position(next.position() + piece.remaining());
            if (!next.hasRemaining()) {
                left.remove();
            }
            deadline.set(patience.forBytes(piece.remaining()), "the client's reading of the answer");
            response.write(left.isEmpty(), piece, this);
            return Action.SCHEDULED;
        }

        @Override
        protected void onFailure(Throwable cause) {
            deadline.cancel();
            super.onFailure(cause);
        }
    }
}
