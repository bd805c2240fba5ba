package io.signet.gateway.internal;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * A request's body as it comes in, in memory that was reserved for it: the JSON, and the binary tensors in a buffer of their
 * own, which engines read without a copy.
 */
final class Body {
    /** Whoever sends this much more slowly than allowed is cut off. */
    private static final int STEP_BYTES = 8 * 1024;

    private final Request source;
    private final Patience patience;
    private final Deadline deadline;
    private final byte[] json;
    private final ByteBuffer binary;
    private final Consumer<Body> complete;
    private final Consumer<String> failed;
    private int jsonRead;
    private int stepRead;

    /**
     * A body of {@code jsonBytes} and then {@code binaryBytes}.
     *
     * @param patience with the client who sends it
     * @param complete takes the body when it is there
     * @param failed is told why it is not, in words for the client
     */
    Body(
            Request source,
            Patience patience,
            int jsonBytes,
            int binaryBytes,
            Consumer<Body> complete,
            Consumer<String> failed) {
        this.source = source;
        this.patience = patience;
        this.deadline = Deadline.of(source);
        this.json = new byte[jsonBytes];
        this.binary = ByteBuffer.allocateDirect(binaryBytes);
        this.complete = complete;
        this.failed = failed;
    }

    /** Reads it as it comes. */
    void read() {
        nextStep();
        readOn();
    }

    private void nextStep() {
        stepRead = 0;
        deadline.set(patience.forBytes(STEP_BYTES), "the body");
    }

    /** Reads what is there, and asks to be called again when there is more. */
    private void readOn() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this::readOn);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                fail("the body did not come: " + chunk.getFailure().getMessage());
                return;
            }
            stepRead += chunk.remaining();
            boolean fits = take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (!fits) {
                fail("the body is longer than announced");
                return;
            }
            if (last) {
                end();
                return;
            }
            if (stepRead >= STEP_BYTES) {
                nextStep();
            }
        }
    }

    private void fail(String reason) {
        deadline.cancel();
        failed.accept(reason);
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
            fail("the body is shorter than announced");
            return;
        }
        deadline.cancel();
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
