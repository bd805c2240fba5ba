package io.signet.inference.process.internal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Messages over one connection, each with its length in front. One thread at a time. */
final class Wire implements Closeable {
    private static final int FRAME_BYTES_MAX = 256 << 10;

    private final SocketChannel channel;
    /** As much as nearly all messages need; longer ones get a buffer of their own. */
    private final ByteBuffer usual = ByteBuffer.allocateDirect(4096);

    /** Speaks over {@code channel}, which blocks, and which this closes. */
    Wire(SocketChannel channel) {
        this.channel = channel;
    }

    void send(Message message) throws IOException {
        byte[] bytes = MessageCodec.encode(message);
        if (bytes.length > FRAME_BYTES_MAX) {
            throw new IOException("a message of " + bytes.length + " bytes is too long");
        }
        ByteBuffer frame = room(Integer.BYTES + bytes.length);
        frame.putInt(bytes.length).put(bytes).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    /**
     * The next message.
     *
     * @throws EOFException if the other end is gone
     * @throws IOException if what comes is no message
     */
    Message receive() throws IOException {
        int length = filled(Integer.BYTES).getInt();
        if (length < 1 || length > FRAME_BYTES_MAX) {
            throw new IOException("a message of " + length + " bytes cannot be");
        }
        byte[] bytes = new byte[length];
        filled(length).get(bytes);
        return MessageCodec.decode(bytes);
    }

    private ByteBuffer filled(int size) throws IOException {
        ByteBuffer buffer = room(size);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the other end is gone");
            }
        }
        return buffer.flip();
    }

    private ByteBuffer room(int size) {
        return size <= usual.capacity() ? usual.clear().limit(size) : ByteBuffer.allocate(size);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
