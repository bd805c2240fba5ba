package io.signet.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** TCP ports of this machine at which nothing listens yet. */
public final class FreePorts {
    private FreePorts() {}

    /**
     * Finds {@code count} different ports of the loopback address. Who wants them takes them at once: nothing keeps them
     * free.
     *
     * @throws IOException if this machine has not that many
     */
    public static List<Integer> find(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>(); // all open at once, else one port could come twice
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
