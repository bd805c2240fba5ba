package io.signet.mesh.mqtt.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.jspecify.annotations.Nullable;

/**
 * The network below one Paho client: TCP without Nagle's delay, TLS 1.3, packets checked by {@link PacketStream}. Has no
 * read time-out; keep-alive finds a dead broker. {@link #stop()} may be called by any thread and ends all waiting.
 */
final class TlsLink implements NetworkModule {
    private static final int DEFAULT_PORT = 8883;

    private final TlsContext tls;
    private final URI broker;
    private final int timeoutMillis;
    private final int packetBytesMax;
    private final Socket plain = new Socket();
    private @Nullable SSLSocket secured;

    TlsLink(TlsContext tls, URI broker, Duration connectTimeout, int packetBytesMax) {
        this.tls = tls;
        this.broker = broker;
        this.timeoutMillis = Math.toIntExact(connectTimeout.toMillis());
        this.packetBytesMax = packetBytesMax;
    }

    @Override
    public void start() throws IOException {
        int port = broker.getPort() < 0 ? DEFAULT_PORT : broker.getPort();
        String host = broker.getHost().replaceAll("[\\[\\]]", ""); // of an IPv6 address
        plain.setTcpNoDelay(true); // each packet is flushed on its own: waiting for more of them costs 40 ms
        plain.connect(new InetSocketAddress(host, port), timeoutMillis);
        plain.setSoTimeout(timeoutMillis);
        secured = tls.secure(plain, host, port);
        plain.setSoTimeout(0);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new PacketStream(started().getInputStream(), packetBytesMax);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return started().getOutputStream();
    }

    /** Closes the TCP connection at once: an SSLSocket's own close waits for a writer that a dead broker has stalled. */
    @Override
    public void stop() throws IOException {
        plain.close();
    }

    @Override
    public String getServerURI() {
        return broker.toString();
    }

    private SSLSocket started() {
        if (secured == null) {
            throw new IllegalStateException("not started");
        }
        return secured;
    }
}
