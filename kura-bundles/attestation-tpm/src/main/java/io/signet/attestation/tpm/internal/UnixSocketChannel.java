package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** A Unix socket on which commands and responses come bare, as swtpm has it. */
public final class UnixSocketChannel implements TpmTransport.Channel {
    private static final String BUSY =
            "; an emulated TPM serves one program at a time: stop the other one that uses it";

    private static final Duration QUEUE_PAUSE = Duration.ofMillis(5);

    private final SocketChannel socket;
    private final Selector selector;
    private final Duration timeout;

    private UnixSocketChannel(SocketChannel socket, Selector selector, Duration timeout) {
        this.socket = socket;
        this.selector = selector;
        this.timeout = timeout;
    }

    /**
     * Connects to the socket {@code path}.
     *
     * @param timeout longest wait for a place in the queue of those who want to connect, and for one response
     */
    public static UnixSocketChannel open(Path path, Duration timeout) throws IOException {
        SocketChannel socket = connect(path, timeout);
        try {
            Selector selector = Selector.open();
            socket.register(selector, SelectionKey.OP_READ);
            return new UnixSocketChannel(socket, selector, timeout);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A blocking socket would wait for ever while the queue of those who want to connect is full. */
    private static SocketChannel connect(Path path, Duration timeout) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException(path + ": the emulated TPM is off");
        }
        for (long waited = 0; true; waited += QUEUE_PAUSE.toMillis()) {
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                socket.configureBlocking(false);
                socket.connect(UnixDomainSocketAddress.of(path));
                return socket;
            } catch (ConnectException e) {
                socket.close();
                throw new IOException(path + ": the emulated TPM is off", e);
            } catch (IOException e) {
                socket.close();
                if (waited >= timeout.toMillis()) {
                    throw new IOException(path + ": " + e.getMessage() + BUSY, e);
                }
            }
            LockSupport.parkNanos(path, QUEUE_PAUSE.toNanos());
        }
    }

    @Override
    public byte[] exchange(byte[] command) throws IOException {
        // The socket's buffer holds many commands, and one goes at a time: what does not fit at once means trouble.
        int written = socket.write(ByteBuffer.wrap(command));
        if (written != command.length) {
            throw new IOException("took " + written + " of " + command.length + " bytes of a command");
        }
        ByteBuffer response = ByteBuffer.allocate(SIZE_BYTES_MAX);
        while (response.position() < Responses.size(response)) {
            read(response);
        }
        if (response.position() != Responses.size(response)) {
            throw new IOException("more came than one response: out of step");
        }
        return Arrays.copyOf(response.array(), response.position());
    }

    private void read(ByteBuffer response) throws IOException {
        if (selector.select(timeout.toMillis()) == 0) {
            throw new IOException("no response within " + timeout.toSeconds() + " s" + BUSY);
        }
        selector.selectedKeys().clear();
        if (socket.read(response) < 0) {
            throw new IOException("it closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        socket.close();
    }
}
