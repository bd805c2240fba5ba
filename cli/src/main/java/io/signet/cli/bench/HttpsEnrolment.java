package io.signet.cli.bench;

import io.signet.provisioning.Credentials;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.Registrar;
import io.signet.registrar.http.EstServer;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * EST over HTTPS: one TLS connection with three requests a node.
 *
 * @param identity the registrar's server
 * @param owner who issued its certificate
 */
record HttpsEnrolment(Credentials identity, X509Certificate owner) implements EnrolmentWay {
    @Override
    public String name() {
        return "https";
    }

    @Override
    public Bytes channel(Label label) throws GeneralSecurityException {
        return ClaimKey.channelOf(identity.chain().get(0).getEncoded());
    }

    @Override
    public Service serve(Registrar registrar, Credentials server) throws IOException {
        return new Running(
                EstServer.start(registrar, server, new InetSocketAddress(InetAddress.getByName("localhost"), 0)));
    }

    private final class Running implements Service {
        private final EstServer server;

        Running(EstServer server) {
            this.server = server;
        }

        @Override
        public void enrol(EnrollingNode node) throws IOException, GeneralSecurityException, BenchmarkException {
            SSLSocketFactory connections = connections();
            call(connections, "est/csrattrs", "", new byte[0]);
            call(
                    connections,
                    "signet/challenge",
                    "application/vnd.signet.evidence+cbor",
                    node.evidence().toArray());
            call(
                    connections,
                    "est/simpleenroll",
                    "application/pkcs10",
                    Base64.getMimeEncoder().encode(node.request().toArray()));
        }

        private void call(SSLSocketFactory connections, String path, String type, byte[] body)
                throws IOException, BenchmarkException {
            URL url = new URL("https://localhost:" + server.port() + "/.well-known/" + path);
            HttpsURLConnection call = (HttpsURLConnection) url.openConnection();
            call.setSSLSocketFactory(connections);
            if (!type.isEmpty()) {
                call.setRequestProperty("Content-Type", type);
                call.setDoOutput(true);
                try (OutputStream out = call.getOutputStream()) {
                    out.write(body);
                }
            }
            if (call.getResponseCode() != 200) {
                throw new BenchmarkException(url + " answers " + call.getResponseCode());
            }
            call.getInputStream().readAllBytes();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** Of one node: nothing of another's session is used again. */
    private SSLSocketFactory connections() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("owner", owner);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(null, trust.getTrustManagers(), null);
        return tls.getSocketFactory();
    }
}
