package io.signet.attestation.tpm;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A TLS 1.3 client and server on one thread; the server wants a certificate, and takes any whose key signs. */
final class TlsPair {
    private static final int ROUNDS_MAX = 100;
    private static final int BUFFER_SIZE_BYTES = 64 * 1024;

    private TlsPair() {}

    /**
     * Shakes hands.
     *
     * @return the client's certificate, as the server has proof of it
     */
    static Certificate handshake(Identity client, Identity server) throws GeneralSecurityException, SSLException {
        SSLEngine a = engine(client, true);
        SSLEngine b = engine(server, false);
        a.beginHandshake();
        b.beginHandshake();
        ByteBuffer toServer = ByteBuffer.allocate(BUFFER_SIZE_BYTES);
        ByteBuffer toClient = ByteBuffer.allocate(BUFFER_SIZE_BYTES);
        for (int i = 0; i < ROUNDS_MAX && !(done(a) && done(b)); i++) {
            step(a, toClient, toServer);
            step(b, toServer, toClient);
        }
        return b.getSession().getPeerCertificates()[0];
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer application = ByteBuffer.allocate(BUFFER_SIZE_BYTES);
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            default -> {
                in.flip();
                engine.unwrap(in, application);
                in.compact();
            }
        }
    }

    private static SSLEngine engine(Identity identity, boolean client) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {identity}, new TrustManager[] {new Anybody()}, new SecureRandom());
        SSLEngine engine = context.createSSLEngine();
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        engine.setUseClientMode(client);
        engine.setNeedClientAuth(!client);
        return engine;
    }

    /** One key and its certificate. */
    static final class Identity extends X509ExtendedKeyManager {
        private static final String ALIAS = "identity";

        private final PrivateKey key;
        private final X509Certificate certificate;

        Identity(PrivateKey key, X509Certificate certificate) {
            this.key = key;
            this.certificate = certificate;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
