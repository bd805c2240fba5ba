package io.signet.broker;

import io.signet.mesh.mqtt.testing.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Speaks just enough MQTT 5 to do what the transport never would. Any failure of the connection is an IOException. */
final class RawClient implements AutoCloseable {
    private static final int CONNECTION_CLOSED = -1;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int SUBACK = 9;
    private static final int DISCONNECT = 14;

    private final SSLSocket socket;
    private final DataInputStream in;

    private RawClient(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Shakes hands with the broker on {@code port}; without a certificate if {@code identity} is empty. */
    static RawClient open(int port, X509Certificate owner, Optional<TestPki.Identity> identity, String protocol)
            throws IOException {
        SSLSocket socket =
                (SSLSocket) context(owner, identity).getSocketFactory().createSocket("localhost", port);
        socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(10).toMillis()));
        socket.setEnabledProtocols(new String[] {protocol});
        try {
            socket.startHandshake();
            return new RawClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a CONNECT with a clean start; returns the reason code of the CONNACK (MQTT 5 section 3.2.2.2). */
    int connect(String clientId) throws IOException {
        byte[] nothing = new byte[0];
        send(0x10, concat(string("MQTT"), new byte[] {5, 2, 0, 60}, variableInt(0), string(clientId), nothing));
        byte[] connAck = read();
        return connAck[2] & 0xff;
    }

    /** Publishes with QoS 1; returns the reason code of the PUBACK, or of the DISCONNECT, or -1 if there is neither. */
    int publish(String topic, boolean retained, byte[] payload) throws IOException {
        send(retained ? 0x33 : 0x32, concat(string(topic), new byte[] {0, 7}, variableInt(0), payload));
        return answer(PUBACK);
    }

    /** Subscribes with QoS 1; returns the reason code as {@link #publish} does. */
    int subscribe(String filter) throws IOException {
        send(0x82, concat(new byte[] {0, 9}, variableInt(0), string(filter), new byte[] {1}));
        return answer(SUBACK);
    }

    /** The topic of the next publication. */
    String awaitPublication() throws IOException {
        byte[] packet = read();
        while ((packet[0] & 0xff) >>> 4 != PUBLISH) {
            packet = read();
        }
        int topicBytes = ((packet[1] & 0xff) << 8) | (packet[2] & 0xff);
        return new String(packet, 3, topicBytes, StandardCharsets.UTF_8);
    }

    /** The reason code of the next packet of {@code type}; publications are skipped. */
    private int answer(int type) throws IOException {
        while (true) {
            byte[] packet;
            try {
                packet = read();
            } catch (IOException e) {
                return CONNECTION_CLOSED;
            }
            int found = (packet[0] & 0xff) >>> 4;
            if (found == type) {
                boolean shortForm = packet.length == 3; // a PUBACK of two bytes means success (section 3.4.2.1)
                return shortForm ? 0 : packet[type == SUBACK ? packet.length - 1 : 3] & 0xff;
            }
            if (found == DISCONNECT) {
                return packet.length > 1 ? packet[1] & 0xff : 0;
            }
            if (found != PUBLISH) {
                throw new IOException("unexpected packet of type " + found);
            }
        }
    }

    /** One packet: the first byte and the body, without the length. */
    private byte[] read() throws IOException {
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
        return packet;
    }

    private void send(int first, byte[] body) throws IOException {
        socket.getOutputStream().write(concat(new byte[] {(byte) first}, variableInt(body.length), body));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return concat(new byte[] {(byte) (utf8.length >> 8), (byte) utf8.length}, utf8);
    }

    private static byte[] variableInt(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        do {
            int digit = left & 0x7f;
            left >>>= 7;
            out.write(left > 0 ? digit | 0x80 : digit);
        } while (left > 0);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static SSLContext context(X509Certificate owner, Optional<TestPki.Identity> identity) throws IOException {
        try {
            char[] password = "test".toCharArray();
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            if (identity.isPresent()) {
                X509Certificate[] chain = {identity.get().certificate()};
                keys.setKeyEntry("client", identity.get().key(), password, chain);
            }
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("SunX509");
            keyManagers.init(keys, password);
            KeyStore owners = KeyStore.getInstance("PKCS12");
            owners.load(null, null);
            owners.setCertificateEntry("owner", owner);
            TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(owners);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
