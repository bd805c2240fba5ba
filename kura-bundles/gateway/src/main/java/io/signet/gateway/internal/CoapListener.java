package io.signet.gateway.internal;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/** CoAP over DTLS 1.2 (RFC 7252, RFC 6347) with certificates on both sides, and block-wise transfers (RFC 7959). */
final class CoapListener implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BLOCK_BYTES = 1024;
    private static final int BLOCKWISE_SECONDS = 30;
    private static final int SILENT_SECONDS = 60;

    private final CoapServer server;

    private CoapListener(CoapServer server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param key private key of the first certificate; may be a handle to a key that hardware keeps
     * @param owners who may have issued clients' certificates
     * @throws IOException if the address can't be listened on
     */
    static CoapListener start(
            CoapSettings settings,
            PrivateKey key,
            List<X509Certificate> chain,
            List<X509Certificate> owners,
            Resource models)
            throws IOException {
        Configuration configuration = new Configuration(
                SystemConfig.DEFINITIONS, UdpConfig.DEFINITIONS, CoapConfig.DEFINITIONS, DtlsConfig.DEFINITIONS);
        configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, settings.bodyBytesMax());
        configuration.set(CoapConfig.MAX_MESSAGE_SIZE, BLOCK_BYTES);
        configuration.set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK_BYTES);
        configuration.set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, BLOCKWISE_SECONDS, TimeUnit.SECONDS);
        configuration.set(CoapConfig.MAX_ACTIVE_PEERS, settings.clientsMax());
        configuration.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, THREADS);
        configuration.set(DtlsConfig.DTLS_MAX_CONNECTIONS, settings.clientsMax());
        configuration.set(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, SILENT_SECONDS, TimeUnit.SECONDS);
        configuration.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, THREADS);
        configuration.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
        DtlsConnectorConfig dtls = DtlsConnectorConfig.builder(configuration)
                .setAddress(settings.address())
                .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
                .set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED)
                .setCertificateIdentityProvider(new SingleCertificateProvider(
                        key, chain.toArray(X509Certificate[]::new), CertificateType.X_509))
                .setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
                        .setTrustedCertificates(owners.toArray(X509Certificate[]::new))
                        .setSupportedCertificateTypes(List.of(CertificateType.X_509))
                        .build())
                .build();
        CoapServer server = new CoapServer(configuration);
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setConfiguration(configuration)
                .setConnector(new DTLSConnector(dtls))
                .build();
        server.addEndpoint(endpoint);
        server.add(new CoapResource("v2", false).add((CoapResource) models));
        try {
            server.start();
        } catch (IllegalStateException e) { // its only endpoint could not be started; Californium's log says why
            server.destroy();
            throw new IOException("can't listen on " + settings.address() + ": is the port in use?", e);
        }
        return new CoapListener(server);
    }

    /** The port where it listens. */
    int port() {
        return server.getEndpoints().get(0).getAddress().getPort();
    }

    /** Closes; who waits for an answer gets none. */
    @Override
    public void close() {
        server.destroy();
    }
}
