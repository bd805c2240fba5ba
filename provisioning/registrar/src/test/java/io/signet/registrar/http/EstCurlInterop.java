package io.signet.registrar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.RequestAttributes;
import io.signet.registrar.Place;
import io.signet.registrar.RegistrarAndBook;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** curl and OpenSSL, which share no code with us, do EST with the registrar. */
class EstCurlInterop {
    private static final String CURL = "curl -sS -m 20 --cacert owner.pem ";

    @TempDir
    private static Path directory;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static RegistrarAndBook there;
    private static EstServer server;

    @BeforeAll
    static void start() throws Exception {
        there = RegistrarAndBook.create(directory, "localhost");
        server = EstServer.start(
                there.registrar(), there.identity(), new InetSocketAddress(InetAddress.getByName("localhost"), 0));
    }

    @AfterAll
    static void stop() {
        server.close();
        there.close();
    }

    private record Result(int exit, String output) {}

    private static Result sh(String script) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-euc", script)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        shell.environment().put("EST", "https://localhost:" + server.port() + "/.well-known/est");
        shell.environment().put("CURL_HOME", directory.toString());
        Process process = shell.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private static String output(String script) throws IOException, InterruptedException {
        Result result = sh(script);
        assertThat(result.exit()).as(result.output()).isZero();
        return result.output();
    }

    /** A claimed box, its key in {@code NAME.key}, and its request in {@code NAME.p10}. */
    private static Label request(String name, boolean preApproved) throws Exception {
        Label label = Label.draw(RANDOM);
        there.desk().claim(label, Place.NOWHERE, preApproved, "anna");
        write(name, SoftwareKey.create(directory.resolve(name + ".key")), Optional.of(label));
        return label;
    }

    private static EnrolmentRequest write(String name, HardwareKey key, Optional<Label> label) throws Exception {
        String attributes = output(CURL + "-H 'Accept: application/csrattrs' $EST/csrattrs");
        Bytes nonce = RequestAttributes.decode(
                        Bytes.copyOf(Base64.getMimeDecoder().decode(attributes)))
                .nonce();
        Bytes channel = ClaimKey.channelOf(there.identity().chain().get(0).getEncoded());
        EnrolmentRequest request = EnrolmentRequest.of(
                key, key.evidence(nonce), Optional.empty(), label.map(l -> Claim.of(l, key, nonce, channel)));
        Files.write(
                directory.resolve(name + ".p10"),
                Base64.getMimeEncoder().encode(request.request().encoded().toArray()));
        return request;
    }

    private static String post(String name, String operation, String more) {
        return CURL + more + " -D " + name + ".headers -H 'Content-Type: application/pkcs10' --data-binary @" + name
                + ".p10 -o " + name + ".p7 -w '%{http_code}' $EST/" + operation;
    }

    private static String toPem(String name) {
        return "openssl base64 -d -in " + name + ".p7 | openssl pkcs7 -inform DER -print_certs -out " + name + ".pem; ";
    }

    private static String header(String name, String header) throws IOException {
        Matcher matcher = Pattern.compile("(?im)^" + header + ": (.*?)\r?$")
                .matcher(Files.readString(directory.resolve(name + ".headers")));
        assertThat(matcher.find()).as(header).isTrue();
        return matcher.group(1);
    }

    @Test
    void authorities_areTheOwnersCertificate() throws Exception {
        assertThat(output(CURL + "-o ca.p7 -w '%{http_code} %{content_type} %{ssl_verify_result}' $EST/cacerts"))
                .isEqualTo("200 application/pkcs7-mime 0");
        output(toPem("ca"));
        assertThat(Certificates.read(directory.resolve("ca.pem")))
                .containsExactly(there.owner().certificate());
    }

    @Test
    void attributesOfRequests_areDer() throws Exception {
        assertThat(output(CURL + "$EST/csrattrs | openssl base64 -d | openssl asn1parse -inform DER"))
                .contains("ecdsa-with-SHA256", "prime256v1", EnrolmentRequest.EVIDENCE_OID, EnrolmentRequest.NONCE_OID);
    }

    @Test
    void node_waits_isApproved_isEnrolled_andRenews() throws Exception {
        Label label = request("node", false);
        assertThat(output(post("node", "simpleenroll", ""))).isEqualTo("202");
        assertThat(header("node", "Retry-After")).isEqualTo("15");
        assertThat(Files.readString(directory.resolve("node.p7"))).contains("owner has to approve");
        there.desk().approve(label.id(), "anna");
        assertThat(output(post("node", "simpleenroll", ""))).isEqualTo("200");
        assertThat(header("node", "Content-Type")).isEqualTo("application/pkcs7-mime; smime-type=certs-only");
        for (String purpose : List.of("sslclient", "sslserver")) {
            assertThat(output(toPem("node") + "openssl verify -x509_strict -CAfile owner.pem -purpose " + purpose
                            + " node.pem"))
                    .isEqualTo("node.pem: OK\n");
        }
        assertThat(output("openssl req -inform DER -verify -noout -in <(openssl base64 -d -in node.p10)"))
                .containsIgnoringCase("verify OK");
        EnrolmentRequest sent = EnrolmentRequest.decode(
                Bytes.copyOf(Base64.getMimeDecoder().decode(Files.readAllBytes(directory.resolve("node.p10")))));
        X509Certificate leaf = Certificates.read(directory.resolve("node.pem")).get(0);
        assertThat(label.key()
                        .isRegistrarProof(
                                Bytes.fromHex(header("node", Reply.PROOF_HEADER)),
                                sent.digest(),
                                Digest.sha256(there.owner().certificate().getEncoded()),
                                Digest.sha256(leaf.getEncoded())))
                .isTrue();
        write("again", SoftwareKey.load(directory.resolve("node.key")), Optional.empty());
        assertThat(output(post("again", "simplereenroll", "--cert node.pem --key node.key")))
                .isEqualTo("200");
        assertThat(output(toPem("again") + "openssl verify -x509_strict -CAfile owner.pem again.pem"))
                .isEqualTo("again.pem: OK\n");
    }

    @Test
    void otherRequests_getTheirReason() throws Exception {
        output("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout plain.key -subj /CN=me"
                + " -outform DER 2>/dev/null | openssl base64 -out plain.p10");
        assertThat(output(post("plain", "simpleenroll", ""))).isEqualTo("400");
        assertThat(header("plain", Reply.REASON_HEADER)).isEqualTo("MALFORMED");
        assertThat(Files.readString(directory.resolve("plain.p7"))).contains("Signet nodes only");
        assertThat(output(post("plain", "simplereenroll", ""))).isEqualTo("400");
        assertThat(output(post("plain", "serverkeygen", ""))).isEqualTo("501");
        write("stranger", SoftwareKey.create(directory.resolve("stranger.key")), Optional.of(Label.draw(RANDOM)));
        assertThat(output(post("stranger", "simpleenroll", ""))).isEqualTo("403");
        assertThat(header("stranger", Reply.REASON_HEADER)).isEqualTo("WRONG_CODE");
        write("bare", SoftwareKey.load(directory.resolve("stranger.key")), Optional.empty());
        assertThat(output(post("bare", "simplereenroll", ""))).isEqualTo("401");
        assertThat(header("bare", Reply.REASON_HEADER)).isEqualTo("NOT_A_MEMBER");
    }

    @Test
    void otherCalls_areRefused() throws Exception {
        String status = " -o /dev/null -w '%{http_code}' ";
        assertThat(output(CURL + status + "$EST/elsewhere")).isEqualTo("404");
        assertThat(output(CURL + status + "$EST/simpleenroll")).isEqualTo("405");
        assertThat(output(CURL + status + "-d x $EST/simpleenroll")).isEqualTo("415");
        assertThat(output("head -c 200000 /dev/zero | " + CURL + status
                        + "-H 'Content-Type: application/pkcs10' --data-binary @- $EST/simpleenroll"))
                .isEqualTo("413");
        assertThat(sh(CURL + "--tls-max 1.2 $EST/cacerts").exit()).isEqualTo(35);
        assertThat(sh("curl -sS -m 20 $EST/cacerts").exit())
                .as("whose certificate is not known")
                .isEqualTo(60);
        Result selfMade = sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem"
                + " -out c.pem -subj /CN=me -days 1 2>/dev/null; " + CURL + "--cert c.pem --key k.pem $EST/cacerts");
        assertThat(selfMade.exit()).as(selfMade.output()).isIn(35, 56);
    }
}
