package io.signet.gateway.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/** Sends a part of a file piece by piece, in one piece's memory, at a pace that others share; closes the file in the end. */
final class FilePieces extends IteratingNestedCallback {
    private static final int PIECE_BYTES = 64 * 1024;

    private final Response response;
    private final FileChannel file;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private final long to;
    private final Pace pace;
    private final Patience patience;
    private final Deadline deadline;
    private long position;

    /**
     * Pieces of {@code file} that are not sent yet.
     *
     * @param callback ends the exchange
     */
    FilePieces(Response response, FileChannel file, ByteRange range, Pace pace, Patience patience, Callback callback) {
        super(callback);
        this.response = response;
        this.file = file;
        this.position = range.from();
        this.to = range.to();
        this.pace = pace;
        this.patience = patience;
        this.deadline = Deadline.of(response.getRequest());
    }

    @Override
    protected Action process() throws IOException {
        deadline.cancel();
        if (position == to) {
            return Action.SUCCEEDED;
        }
        piece.clear().limit((int) Math.min(PIECE_BYTES, to - position));
        while (piece.hasRemaining()) {
            int read = file.read(piece, position + piece.position());
            if (read < 0) {
                throw new IOException("the file ends at byte " + (position + piece.position()));
            }
        }
        piece.flip();
        position += piece.remaining();
        Request request = response.getRequest();
        long waitNanos = pace.reserve(piece.remaining());
        if (waitNanos <= 0) {
            send();
        } else { // the scheduler's thread keeps everybody's time: no reading there
            request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> request.getComponents().getExecutor().execute(this::send),
                            waitNanos,
                            TimeUnit.NANOSECONDS);
        }
        return Action.SCHEDULED;
    }

    private void send() {
        deadline.set(patience.forBytes(piece.remaining()), "the client's reading of the file");
        response.write(position == to, piece, this);
    }

    /** It reads the disk. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }

    @Override
    protected void onCompleteSuccess() {
        closeFile();
        super.onCompleteSuccess();
    }

    @Override
    protected void onFailure(Throwable cause) {
        deadline.cancel();
        closeFile();
        super.onFailure(cause);
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            throw new IllegalStateException("a file that was read can't be closed", e);
        }
    }
}
