package io.signet.mesh.mqtt.internal;

import io.signet.mesh.mqtt.TlsIdentity;
import io.signet.runtime.OneKeyTls;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** TLS 1.3 with a client certificate and nothing else; checks that the broker's certificate names its host. */
public final class TlsContext {
    private final SSLContext context;

    /**
     * Prepares connections as {@code identity}.
     *
     * @throws IllegalArgumentException if the certificates or the key cannot be used for TLS
     */
    public TlsContext(TlsIdentity identity) {
        context = OneKeyTls.context(identity.key(), identity.chain(), identity.owners());
    }

    /** Puts TLS over {@code connected} and shakes hands; whoever fails to do so within its read time-out is refused. */
    SSLSocket secure(Socket connected, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {OneKeyTls.VERSION});
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818 section 3.1: names or addresses of the SAN
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
