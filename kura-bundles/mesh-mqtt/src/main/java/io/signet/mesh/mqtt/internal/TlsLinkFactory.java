package io.signet.mesh.mqtt.internal;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Carries a ready {@link TlsLink} through Paho's connection options to {@link MqttsModuleFactory}. */
final class TlsLinkFactory extends SocketFactory {
    private final TlsLink link;

    TlsLinkFactory(TlsLink link) {
        this.link = link;
    }

    TlsLink link() {
        return link;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("Paho asks MqttsModuleFactory instead");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        return createSocket(address, port);
    }
}
