package io.signet.registrar.run;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.RequestAttributes;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;

/** A node without a TPM that enrols over HTTPS, and checks the registrar's proof. */
final class HttpNode implements RegistrarProcess.Attempt {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HardwareKey key;
    private final Label label;
    private final X509Certificate owner;
    private final HttpClient client;
    private final List<Certificate> seen = new ArrayList<>();

    HttpNode(HardwareKey key, Label label, X509Certificate owner) throws Exception {
        this.key = key;
        this.label = label;
        this.owner = owner;
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("owner", owner);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(null, trust.getTrustManagers(), null);
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public X509Certificate certificate(RegistrarProcess.Run registrar) throws Exception {
        return attempt(registrar.url());
    }

    /** Asks once the registrar at {@code base}. */
    X509Certificate attempt(URI base) throws Exception {
        return attempt(base, () -> {});
    }

    /** The same, and something happens between its two questions. */
    X509Certificate attempt(URI base, Runnable meanwhile) throws Exception {
        HttpResponse<byte[]> attributes = client.send(to(base, "csrattrs").build(), BodyHandlers.ofByteArray());
        Bytes nonce = RequestAttributes.decode(base64(attributes.body())).nonce();
        note(attributes);
        meanwhile.run();
        Bytes channel = ClaimKey.channelOf(
                attributes.sslSession().orElseThrow().getPeerCertificates()[0].getEncoded());
        EnrolmentRequest request = EnrolmentRequest.of(
                key, key.evidence(nonce), Optional.empty(), Optional.of(Claim.of(label, key, nonce, channel)));
        byte[] body = Base64.getMimeEncoder().encode(request.request().encoded().toArray());
        HttpResponse<byte[]> answer = client.send(
                to(base, "simpleenroll")
                        .header("Content-Type", "application/pkcs10")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
        note(answer);
        if (answer.statusCode() != 200) {
            throw new AssertionError(
                    answer.statusCode() + " " + Bytes.copyOf(answer.body()).decodeUtf8(0, answer.body().length));
        }
        X509CertificateHolder leaf = new CMSSignedData(base64(answer.body()).toArray())
                .getCertificates()
                .getMatches(null)
                .iterator()
                .next();
        Bytes proof = Bytes.fromHex(
                answer.headers().firstValue("Signet-Registrar-Proof").orElseThrow());
        if (!label.key()
                .isRegistrarProof(
                        proof, request.digest(), Digest.sha256(owner.getEncoded()), Digest.sha256(leaf.getEncoded()))) {
            throw new AssertionError("the registrar does not know the label's code");
        }
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(leaf.getEncoded()));
    }

    private void note(HttpResponse<byte[]> answer) throws SSLPeerUnverifiedException {
        seen.add(answer.sslSession().orElseThrow().getPeerCertificates()[0]);
    }

    /** The certificates that the server has shown, one an answer. */
    List<Certificate> seen() {
        return List.copyOf(seen);
    }

    private static HttpRequest.Builder to(URI base, String operation) {
        return HttpRequest.newBuilder(base.resolve("/.well-known/est/" + operation))
                .timeout(TIMEOUT);
    }

    private static Bytes base64(byte[] text) {
        return Bytes.copyOf(Base64.getMimeDecoder().decode(text));
    }
}
