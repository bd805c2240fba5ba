package io.signet.gateway.internal;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;

/**
 * A request's body as it comes in, in memory that was reserved for it: the JSON, and the binary tensors in a buffer of their
 * own, which engines read without a copy.
 */
final class Body {
    private final Content.Source source;
    private final byte[] json;
    private final ByteBuffer binary;
    private final Consumer<Body> complete;
    private final Consumer<String> failed;
    private int jsonRead;

    /**
     * A body of {@code jsonBytes} and then {@code binaryBytes}.
     *
     * @param complete takes the body when it is there
     * @param failed is told why it is not, in words for the client
     */
    Body(Content.Source source, int jsonBytes, int binaryBytes, Consumer<Body> complete, Consumer<String> failed) {
        this.source = source;
        this.json = new byte[jsonBytes];
        this.binary = ByteBuffer.allocateDirect(binaryBytes);
        this.complete = complete;
        this.failed = failed;
    }

    /** Reads what is there, and asks to be called again when there is more. */
    void read() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this::read);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                failed.accept("the body did not come: " + chunk.getFailure().getMessage());
                return;
            }
            boolean fits = take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (!fits) {
                failed.accept("the body is longer than announced");
                return;
            }
            if (last) {
                end();
                return;
            }
        }
    }

    private boolean take(ByteBuffer bytes) {
        int first = Math.min(json.length - jsonRead, bytes.remaining());
        bytes.get(json, jsonRead, first);
        jsonRead += first;
        if (bytes.remaining() > binary.remaining()) {
            return false;
        }
        binary.put(bytes);
        return true;
    }

    private void end() {
        if (jsonRead < json.length || binary.hasRemaining()) {
            failed.accept("the body is shorter than announced");
            return;
        }
        binary.flip();
        complete.accept(this);
    }

    /** The JSON; whoever takes it does not change it. */
    byte[] json() {
        return json;
    }

    /** The binary tensors. */
    ByteBuffer binary() {
        return binary;
    }
}
