package io.signet.runtime;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS 1.3 (RFC 8446) as the holder of one key, at either end of a connection. */
public final class OneKeyTls {
    /** The one version of TLS that is spoken. */
    public static final String VERSION = "TLSv1.3";

    private static final String ALIAS = "identity";

    private OneKeyTls() {}

    /**
     * A context for connections of the holder of {@code key}.
     *
     * @param key private key of the first certificate; may be a handle to a key that hardware keeps
     * @param chain leaf first; the root may be missing
     * @param authorities who may have issued the other side's certificate
     * @throws IllegalArgumentException if certificates or key cannot be used for TLS
     */
    public static SSLContext context(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {
        return context(key, chain, authorities, managers -> managers);
    }

    /**
     * A client's context for connections to a server that is told by its certificate, by whatever name or address it is reached:
     * a node, whose certificate names it by its id.
     *
     * @param server tells whether it is the server that is meant, of certificates that {@code authorities} issued for a server
     * @throws IllegalArgumentException if certificates or key cannot be used for TLS
     */
    public static SSLContext contextTo(
            PrivateKey key,
            List<X509Certificate> chain,
            List<X509Certificate> authorities,
            Predicate<X509Certificate> server) {
        return context(key, chain, authorities, managers ->
                new TrustManager[] {new OneServer((X509TrustManager) managers[0], server)});
    }

    /**
     * A client's context without a key, for whoever has no certificate yet.
     *
     * @param server tells whom to speak to, by whatever name or address he is reached
     */
    public static SSLContext contextTo(X509ExtendedTrustManager server) {
        return context(new KeyManager[0], server, "nobody");
    }

    /**
     * A client's context for the holder of {@code key}, who tells by himself whom to speak to.
     *
     * @param server tells it, by whatever name or address the server is reached; the platform's own checks are not made
     * @throws IllegalArgumentException if certificates or key cannot be used for TLS
     */
    public static SSLContext contextTo(PrivateKey key, List<X509Certificate> chain, X509ExtendedTrustManager server) {
        return context(
                new KeyManager[] {new OneIdentity(key, List.copyOf(chain))},
                server,
                chain.get(0).getSubjectX500Principal().toString());
    }

    private static SSLContext context(KeyManager[] keys, TrustManager trust, String who) {
        try {
            SSLContext context = SSLContext.getInstance(VERSION);
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot use the certificate of " + who + " for TLS", e);
        }
    }

    private static SSLContext context(
            PrivateKey key,
            List<X509Certificate> chain,
            List<X509Certificate> authorities,
            UnaryOperator<TrustManager[]> refine) {
        try {
            SSLContext context = SSLContext.getInstance(VERSION);
            context.init(
                    new KeyManager[] {new OneIdentity(key, List.copyOf(chain))},
                    refine.apply(trust(authorities).getTrustManagers()),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "cannot use the certificate of " + chain.get(0).getSubjectX500Principal() + " for TLS", e);
        }
    }

    private static TrustManagerFactory trust(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("owner-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory;
    }

    /** Believes whom the platform believes, if it is the one that is meant; names are of no interest. */
    private static final class OneServer extends X509ExtendedTrustManager {
        private final X509TrustManager issued;
        private final Predicate<X509Certificate> meant;

        private OneServer(X509TrustManager issued, Predicate<X509Certificate> meant) {
            this.issued = issued;
            this.meant = meant;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            issued.checkServerTrusted(chain, authType);
            if (!meant.test(chain[0])) {
                throw new CertificateException(
                        "another one answers than is meant: " + chain[0].getSubjectX500Principal());
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this context is for clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return issued.getAcceptedIssuers();
        }
    }

    /** Offers one key without asking for its bytes, so that a key in hardware serves as well. */
    private static final class OneIdentity extends X509ExtendedKeyManager {
        private final PrivateKey key;
        private final List<X509Certificate> chain;

        private OneIdentity(PrivateKey key, List<X509Certificate> chain) {
            this.key = key;
            this.chain = chain;
        }

        private @Nullable String alias(String keyType) {
            return keyType.equals(chain.get(0).getPublicKey().getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return List.of(keyTypes).contains(chain.get(0).getPublicKey().getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return chooseClientAlias(keyTypes, issuers, null);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return alias(keyType);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return alias(keyType);
        }
    }
}
