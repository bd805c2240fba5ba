package io.signet.coaps;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CoAP over DTLS 1.2 (RFC 7252, RFC 6347) with certificates on both sides or a key that both share, and block-wise transfers
 * (RFC 7959).
 */
public final class CoapListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoapListener.class);

    private static final int THREADS = 2;
    private static final int BLOCK_BYTES = 1024;
    private static final int BLOCKWISE_SECONDS = 30;
    private static final int SILENT_SECONDS = 60;
    /** By which a client is known again whose address has changed (RFC 9146), if it wants to. */
    private static final int CONNECTION_ID_BYTES = 6;
    /** Authenticated encryption only; those that keep earlier traffic secret come first. */
    private static final List<CipherSuite> WITH_SECRETS = List.of(
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
            CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_PSK_WITH_AES_128_CCM_8); // RFC 7252 section 9.1.3.1 demands it

    private final CoapServer server;
    private final ExecutorService threads;
    private final RenewableCertificate certificate;

    private CoapListener(CoapServer server, ExecutorService threads, RenewableCertificate certificate) {
        this.server = server;
        this.threads = threads;
        this.certificate = certificate;
    }

    /**
     * Starts to listen, to clients with certificates only.
     *
     * @param resources adds what is served below the root
     * @throws IOException if the address can't be listened on
     */
    public static CoapListener start(
            InetSocketAddress address, CoapLimits limits, DtlsIdentity identity, Consumer<Resource> resources)
            throws IOException {
        return start(address, limits, identity, Optional.empty(), resources);
    }

    /**
     * Starts to listen, to clients with certificates and to those who share a key with the server.
     *
     * @param secrets the keys; asked on the server's own threads, so it must not wait
     * @param resources adds what is served below the root
     * @throws IOException if the address can't be listened on
     */
    public static CoapListener start(
            InetSocketAddress address,
            CoapLimits limits,
            DtlsIdentity identity,
            AdvancedPskStore secrets,
            Consumer<Resource> resources)
            throws IOException {
        return start(address, limits, identity, Optional.of(secrets), resources);
    }

    private static CoapListener start(
            InetSocketAddress address,
            CoapLimits limits,
            DtlsIdentity identity,
            Optional<AdvancedPskStore> secrets,
            Consumer<Resource> resources)
            throws IOException {
        Configuration configuration = configuration(limits);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> signing(identity.key(), work));
        RenewableCertificate certificate = new RenewableCertificate(identity);
        DTLSConnector connector =
                new DTLSConnector(dtls(configuration, address, certificate, identity.owners(), secrets));
        connector.setExecutor(threads);
        CoapServer server = new CoapServer(configuration);
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setCoapStackFactory(new CoapTransfers(limits.transfersMax()))
                .setConfiguration(configuration)
                .setConnector(connector)
                .build();
        server.addEndpoint(endpoint);
        resources.accept(server.getRoot());
        try {
            server.start();
        } catch (IllegalStateException e) { // its only endpoint could not be started; Californium's log says why
            server.destroy();
            threads.shutdown();
            throw new IOException("can't listen on " + address + ": is the port in use?", e);
        }
        return new CoapListener(server, threads, certificate);
    }

    private static Configuration configuration(CoapLimits limits) {
        Configuration configuration = new Configuration(
                SystemConfig.DEFINITIONS, UdpConfig.DEFINITIONS, CoapConfig.DEFINITIONS, DtlsConfig.DEFINITIONS);
        configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, limits.bodyBytesMax());
        configuration.set(CoapConfig.MAX_MESSAGE_SIZE, BLOCK_BYTES);
        configuration.set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK_BYTES);
        configuration.set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, BLOCKWISE_SECONDS, TimeUnit.SECONDS);
        configuration.set(CoapConfig.MAX_ACTIVE_PEERS, limits.clientsMax());
        configuration.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, THREADS);
        configuration.set(DtlsConfig.DTLS_MAX_CONNECTIONS, limits.clientsMax());
        configuration.set(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, SILENT_SECONDS, TimeUnit.SECONDS);
        configuration.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES);
        configuration.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, THREADS);
        configuration.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
        return configuration;
    }

    private static DtlsConnectorConfig dtls(
            Configuration configuration,
            InetSocketAddress address,
            RenewableCertificate certificate,
            List<X509Certificate> owners,
            Optional<AdvancedPskStore> secrets) {
        DtlsConnectorConfig.Builder dtls = DtlsConnectorConfig.builder(configuration)
                .setAddress(address)
                .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
                .set(DtlsConfig.DTLS_REMOVE_STALE_DOUBLE_PRINCIPALS, false) // several sensors may share a certificate
                .set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED)
                .setAsList(
                        DtlsConfig.DTLS_SIGNATURE_AND_HASH_ALGORITHMS,
                        SignatureAndHashAlgorithm.SHA256_WITH_ECDSA) // what a key in hardware does
                .setCertificateIdentityProvider(certificate)
                .setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
                        .setTrustedCertificates(owners.toArray(X509Certificate[]::new))
                        .setSupportedCertificateTypes(List.of(CertificateType.X_509))
                        .build());
        secrets.ifPresent(store -> dtls.setAdvancedPskStore(store).set(DtlsConfig.DTLS_CIPHER_SUITES, WITH_SECRETS));
        return dtls.build();
    }

    /**
     * A thread for DTLS. Scandium signs and verifies with one {@link java.security.Signature} a thread, which stays with the provider of
     * its first key: that must be the server's, which hardware may keep.
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
                        LOG.error("the key of the CoAP server can't sign", e);
                    }
                    work.run();
                },
                "signet-dtls");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Shows another certificate of the same key in the handshakes that begin from now on; connections that there are go on.
     * Whose certificates are accepted stays.
     */
    public void renew(DtlsIdentity identity) {
        certificate.renew(identity);
    }

    /** The port where it listens. */
    public int port() {
        return server.getEndpoints().get(0).getAddress().getPort();
    }

    /** Closes; who waits for an answer gets none. */
    @Override
    public void close() {
        server.destroy();
        threads.shutdown();
    }
}
