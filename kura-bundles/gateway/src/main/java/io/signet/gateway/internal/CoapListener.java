package io.signet.gateway.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CoAP over DTLS 1.2 (RFC 7252, RFC 6347) with certificates on both sides, and block-wise transfers (RFC 7959). */
final class CoapListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoapListener.class);

    private static final int THREADS = 2;
    private static final int BLOCK_BYTES = 1024;
    private static final int BLOCKWISE_SECONDS = 30;
    private static final int SILENT_SECONDS = 60;

    private final CoapServer server;
    private final ExecutorService threads;

    private CoapListener(CoapServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
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
                .set(DtlsConfig.DTLS_REMOVE_STALE_DOUBLE_PRINCIPALS, false) // several sensors may share a certificate
                .set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED)
                .setAsList(
                        DtlsConfig.DTLS_SIGNATURE_AND_HASH_ALGORITHMS,
                        SignatureAndHashAlgorithm.SHA256_WITH_ECDSA) // what a key in hardware does
                .setCertificateIdentityProvider(
                        new SingleCertificateProvider(key, chain.toArray(X509Certificate[]::new), CertificateType.X_509)
                                .setVerifyKeyPair(false)) // it would try other algorithms
                .setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
                        .setTrustedCertificates(owners.toArray(X509Certificate[]::new))
                        .setSupportedCertificateTypes(List.of(CertificateType.X_509))
                        .build())
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> signing(key, work));
        DTLSConnector connector = new DTLSConnector(dtls);
        connector.setExecutor(threads);
        CoapServer server = new CoapServer(configuration);
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setCoapStackFactory(new CoapTransfers(settings.transfersMax()))
                .setConfiguration(configuration)
                .setConnector(connector)
                .build();
        server.addEndpoint(endpoint);
        server.add(new CoapResource("v2", false).add((CoapResource) models));
        try {
            server.start();
        } catch (IllegalStateException e) { // its only endpoint could not be started; Californium's log says why
            server.destroy();
            threads.shutdown();
            throw new IOException("can't listen on " + settings.address() + ": is the port in use?", e);
        }
        return new CoapListener(server, threads);
    }

    /**
     * A thread for DTLS. Scandium signs and verifies with one {@link java.security.Signature} a thread, which stays with the provider of
     * its first key: that must be the node's, which hardware may keep.
     */
    private static Thread signing(PrivateKey key, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        SignatureAndHashAlgorithm.SHA256_WITH_ECDSA
                                .getThreadLocalSignature()
                                .currentWithCause()
                                .initSign(key);
                    } catch (GeneralSecurityException e) {
                        LOG.error("the node's key can't sign for sensors", e);
                    }
                    work.run();
                },
                "signet-gateway-dtls");
        thread.setDaemon(true);
        return thread;
    }

    /** The port where it listens. */
    int port() {
        return server.getEndpoints().get(0).getAddress().getPort();
    }

    /** Closes; who waits for an answer gets none. */
    @Override
    public void close() {
        server.destroy();
        threads.shutdown();
    }
}
