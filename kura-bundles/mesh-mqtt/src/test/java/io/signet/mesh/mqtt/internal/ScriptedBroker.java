package io.signet.mesh.mqtt.internal;

import io.signet.mesh.mqtt.testing.Await;
import io.signet.mesh.mqtt.testing.TestPki;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A broker that admits any client of its owner's, grants every subscription, and beyond that does what a test tells it:
 * it relays nothing, acknowledges only if told so, and can send any bytes.
 */
final class ScriptedBroker implements AutoCloseable {
    private final SSLServerSocket server;
    private final List<byte[]> packets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile byte[] connAck = Packets.connAck();
    private volatile boolean acknowledging = true;
    private volatile boolean reading = true;
    private volatile @Nullable Socket current;

    ScriptedBroker(TestPki pki, TestPki.Identity identity) {
        this(pki, identity, "TLSv1.3");
    }

    ScriptedBroker(TestPki pki, TestPki.Identity identity, String protocol) {
        try {
            server = (SSLServerSocket) context(pki, identity)
                    .getServerSocketFactory()
                    .createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the scripted broker does not start", e);
        }
        server.setEnabledProtocols(new String[] {protocol});
        server.setNeedClientAuth(true);
        daemon(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What to answer a CONNECT with from now on. */
    void answerConnectWith(byte[] packet) {
        connAck = packet;
    }

    /** Whether to acknowledge publications from now on. */
    void acknowledge(boolean enabled) {
        acknowledging = enabled;
    }

    /** Stops reading after the next packet, as a stalled process does. */
    void stall() {
        reading = false;
    }

    /** How many clients sent a CONNECT. */
    int connections() {
        return connections.get();
    }

    /** Bodies of the packets of {@code type} received so far. */
    List<byte[]> received(int type) {
        return packets.stream().filter(p -> (p[0] & 0xff) >>> 4 == type).toList();
    }

    /** Sends {@code packet} over the present connection. */
    void send(byte[] packet) {
        Await.until("a client", () -> current != null);
        write(current, packet);
    }

    /** Breaks the present connection. */
    void drop() {
        Socket socket = current;
        current = null;
        closeQuietly(socket);
    }

    @Override
    public void close() {
        drop();
        closeQuietly(server);
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket accepted = server.accept();
                daemon(() -> serve(accepted));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (reading) {
                int first = in.readUnsignedByte();
                int remaining = 0;
                int shift = 0;
                int digit;
                do {
                    digit = in.readUnsignedByte();
                    remaining |= (digit & 0x7f) << shift;
                    shift += 7;
                } while (digit >= 0x80);
                byte[] packet = new byte[1 + remaining];
                packet[0] = (byte) first;
                in.readFully(packet, 1, remaining);
                packets.add(packet);
                answer(socket, packet);
            }
            Await.until("the end of the test", server::isClosed);
        } catch (IOException | UncheckedIOException e) {
            // refused, dropped, or closed by the client
        }
    }

    private void answer(Socket socket, byte[] packet) {
        switch ((packet[0] & 0xff) >>> 4) {
            case Packets.CONNECT -> {
                connections.incrementAndGet();
                current = socket;
                write(socket, connAck);
            }
            case Packets.SUBSCRIBE -> write(socket, Packets.subAck(PacketProperties.unsigned16(packet, 1), 1));
            case Packets.PUBLISH -> {
                if (acknowledging) {
                    write(socket, Packets.pubAck(packetId(packet), 0));
                }
            }
            case 12 -> write(socket, new byte[] {(byte) 0xd0, 0}); // PINGREQ, PINGRESP
            default -> {
                // nothing is expected
            }
        }
    }

    /** Packet id of a publication with QoS 1. */
    static int packetId(byte[] publish) {
        return PacketProperties.unsigned16(publish, 3 + PacketProperties.unsigned16(publish, 1));
    }

    private static synchronized void write(@Nullable Socket socket, byte[] packet) {
        if (socket == null) {
            return;
        }
        try {
            OutputStream out = socket.getOutputStream();
            out.write(packet);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext context(TestPki pki, TestPki.Identity identity)
            throws GeneralSecurityException, IOException {
        char[] password = "test".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("broker", identity.key(), password, new X509Certificate[] {identity.certificate()});
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, password);
        KeyStore owners = KeyStore.getInstance("PKCS12");
        owners.load(null, null);
        owners.setCertificateEntry("owner", pki.owner());
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(owners);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "scripted-broker");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(@Nullable Closeable closeable) {
        if (closeable == null) {
            return;
        }
        try (closeable) {
            if (closeable instanceof Socket socket) {
                socket.setSoLinger(true, 0); // as a crash does, without a farewell
            }
        } catch (IOException e) {
            // closed by the client before
        }
    }

    /** A server that listens and never answers. */
    static ServerSocket silent() {
        try {
            return new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port where nothing listens. */
    static int closedPort() {
        try (ServerSocket reserved = silent()) {
            return reserved.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
