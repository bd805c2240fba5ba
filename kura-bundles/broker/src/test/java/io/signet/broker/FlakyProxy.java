package io.signet.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Forwards TCP connections to a broker until told to break them, as a network does: without a farewell. */
final class FlakyProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 << 10;

    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    FlakyProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        daemon(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Resets what is connected; new connections are forwarded as before. */
    void breakConnections() throws IOException {
        List<Socket> open = List.copyOf(sockets);
        sockets.removeAll(open);
        for (Socket socket : open) {
            reset(socket);
        }
    }

    private static void reset(Socket socket) throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // whoever forwards from it saw its other half break, and closed it
        }
        socket.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        breakConnections();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(broker);
                daemon(() -> forward(client, broker));
                daemon(() -> forward(broker, client));
            } catch (IOException e) {
                // closed, or the broker is away: the client tries again
            }
        }
    }

    private static void forward(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // broken on purpose, or closed
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "flaky-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
