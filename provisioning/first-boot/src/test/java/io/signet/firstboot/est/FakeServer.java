package io.signet.firstboot.est;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.signet.attestation.HardwareKey;
import io.signet.provisioning.enrolment.RequestAttributes;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.OneKeyTls;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/** Somebody who answers in a registrar's place, with a certificate of his own. */
final class FakeServer implements AutoCloseable {
    private final HttpsServer server;

    /** What he says to whom. */
    interface Answering {
        Said answer(String method, String path, Map<String, List<String>> headers, byte[] body) throws Exception;
    }

    record Said(int status, Map<String, String> headers, Bytes body) {}

    private FakeServer(HardwareKey key, List<X509Certificate> chain, X509Certificate owner, Answering answering)
            throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(OneKeyTls.context(key.handle(), chain, List.of(owner))));
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange, answering);
            }
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, Answering answering) throws IOException {
        Said said;
        try {
            said = answering.answer(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes());
        } catch (Exception e) {
            said = new Said(500, Map.of(), Bytes.utf8(e.toString()));
        }
        said.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(
                said.status(), said.body().size() == 0 ? -1 : said.body().size());
        exchange.getResponseBody().write(said.body().toArray());
    }

    private static FakeServer of(OwnerAuthority authority, HardwareKey key, Answering answering) throws IOException {
        List<X509Certificate> chain = authority.issueRegistrar(CertificateRequest.of(key), List.of("localhost"));
        return new FakeServer(key, chain, authority.certificate(), answering);
    }

    /** Passes on to {@code real} whatever comes, and back what it says. */
    static FakeServer inBetween(OwnerAuthority mallory, HardwareKey key, URI real) throws IOException {
        Http http = new Http(real, OneKeyTls.contextTo(new PinnedServer()));
        return of(mallory, key, (method, path, headers, body) -> {
            Http.Answer answer = method.equals("GET")
                    ? http.get(path, 100_000)
                    : http.post(path, headers.get("Content-type").get(0), body, 100_000);
            Map<String, String> passed = new java.util.HashMap<>();
            for (String name : List.of("Signet-Reason", "Signet-Registrar-Proof", "Retry-After")) {
                answer.header(name).ifPresent(value -> passed.put(name, value));
            }
            return new Said(answer.status(), passed, answer.body());
        });
    }

    /** Gives a certificate to everyone, whatever label he comes by. */
    static FakeServer impostor(OwnerAuthority mallory, HardwareKey key) throws IOException {
        return of(mallory, key, (method, path, headers, body) -> switch (path) {
            case "/.well-known/est/csrattrs" ->
                said(new RequestAttributes(Bytes.random(SystemRandom.create(), 40))
                        .encode()
                        .toArray());
            case "/.well-known/est/cacerts" -> said(bag(List.of(mallory.certificate())));
            default -> {
                CertificateRequest request = CertificateRequest.decode(
                        Bytes.copyOf(Base64.getMimeDecoder().decode(body)), 100_000);
                byte[] given = bag(mallory.issueNode(request, Assurance.SOFTWARE));
                yield new Said(
                        200,
                        Map.of("Signet-Registrar-Proof", "00".repeat(32)),
                        said(given).body());
            }
        });
    }

    /** Says the same to everything. */
    static FakeServer saying(OwnerAuthority mallory, HardwareKey key, byte[] body) throws IOException {
        return of(mallory, key, (method, path, headers, asked) -> new Said(200, Map.of(), Bytes.copyOf(body)));
    }

    private static Said said(byte[] der) {
        return new Said(200, Map.of(), Bytes.copyOf(Base64.getMimeEncoder().encode(der)));
    }

    private static byte[] bag(List<X509Certificate> certificates) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addCertificates(new JcaCertStore(certificates));
        return generator.generate(new CMSAbsentContent()).getEncoded();
    }

    URI url() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
