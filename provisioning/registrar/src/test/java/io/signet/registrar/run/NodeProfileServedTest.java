package io.signet.registrar.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.Voucher;
import io.signet.release.ReleaseReport;
import io.signet.release.TestReleases;
import io.signet.runtime.Clock;
import io.signet.runtime.OneKeyTls;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an enrolled node is told over TLS, and what its owner does to that. */
class NodeProfileServedTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String MODEL = "not much of a model";

    @TempDir
    private static Path directory;

    private static RegistrarHome home;
    private static RegistrarService service;
    /** Shows a certificate of the owner's, but of no node. */
    private static HttpClient owner;

    private HttpClient node;
    private HardwareKey key;
    private Label label;
    private X509Certificate certificate;

    @BeforeAll
    static void start() throws Exception {
        char[] passphrase = KilledRegistrarTest.PASSPHRASE.toCharArray();
        home = RegistrarHome.create(
                directory.resolve("owner"),
                "Anna",
                List.of("localhost"),
                Assurance.SOFTWARE,
                passphrase,
                Clock.SYSTEM,
                RANDOM);
        Files.createDirectory(home.directory().resolve("models"));
        Files.writeString(home.directory().resolve("models/small"), MODEL);
        service = RegistrarService.start(
                home, passphrase, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Clock.SYSTEM, RANDOM);
        HardwareKey requester = SoftwareKey.create(directory.resolve("requester.key"));
        owner = client(
                requester,
                home.open(passphrase, Clock.SYSTEM, RANDOM)
                        .authority()
                        .issueRequester(CertificateRequest.of(requester), Assurance.SOFTWARE));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void enrol() throws Exception {
        label = Label.draw(RANDOM);
        key = SoftwareKey.create(directory.resolve(label.id() + ".key"));
        ask(
                "claim",
                Map.of(
                        "code",
                        label.text(),
                        "name",
                        "barn-1",
                        "group",
                        label.id().toHex(),
                        "approved",
                        true));
        certificate = new HttpNode(key, label, home.authorities().get(0)).attempt(URI.create(service.url()));
        node = client(key, List.of(certificate));
    }

    private static HttpClient client(HardwareKey with, List<X509Certificate> chain) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(OneKeyTls.context(with.handle(), chain, home.authorities()))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + path));
    }

    private Map<String, Object> ask(String what, Map<String, Object> asked) throws Exception {
        HttpResponse<String> answer = post(what, asked);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.std.mapFrom(answer.body());
    }

    private HttpResponse<String> post(String what, Map<String, Object> asked) throws Exception {
        String login = "owner:" + KilledRegistrarTest.PASSPHRASE;
        return owner.send(
                to("/owner/v1/" + what)
                        .header("Content-Type", "application/json")
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.std.asString(asked)))
                        .build(),
                BodyHandlers.ofString());
    }

    private NodeProfile profile() throws Exception {
        HttpResponse<byte[]> answer =
                node.send(to("/.well-known/signet/profile").build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(NodeProfile.MEDIA_TYPE);
        return NodeProfile.decode(Bytes.copyOf(answer.body()));
    }

    private int statusOf(HttpClient client, String path) throws Exception {
        return client.send(to(path).build(), BodyHandlers.discarding()).statusCode();
    }

    @Test
    void profile_hasWhatTheOwnerSays_andItsVersionGrowsWithEachChange() throws Exception {
        NodeProfile first = profile();
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.name()).isEqualTo("barn-1");
        assertThat(first.mesh().brokers()).containsExactly(URI.create("mqtts://localhost:8883"));
        Path made = Files.createDirectory(directory.resolve("node"));
        for (Map.Entry<String, String> file : first.trust().files().entrySet()) {
            Files.writeString(made.resolve(file.getKey()), file.getValue());
        }
        assertThat(TrustPolicyFile.read(made.resolve("trust.yaml")).policy().owners())
                .isEqualTo(home.authorities());

        HttpRequest again = to("/.well-known/signet/profile")
                .header("If-None-Match", "\"1\"")
                .build();
        assertThat(node.send(again, BodyHandlers.discarding()).statusCode()).isEqualTo(304);

        String digest = Digest.sha256(Bytes.utf8(MODEL)).toHex();
        ask("models", Map.of("group", label.id().toHex(), "models", List.of(digest)));
        ask(
                "name",
                Map.of(
                        "label",
                        label.id().toHex(),
                        "name",
                        "barn-2",
                        "site",
                        "farm",
                        "group",
                        label.id().toHex()));
        NodeProfile second = profile();
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.name()).isEqualTo("barn-2");
        assertThat(second.models()).extracting(NodeProfile.Model::name).containsExactly("small");
        assertThat(node.send(again, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        assertThat(post("mesh", Map.of("label", label.id().toHex(), "mesh", "none"))
                        .body())
                .contains("no mesh none; it has home");
    }

    @Test
    void package_isSentFromAnyByteOn() throws Exception {
        String path =
                "/.well-known/signet/models/" + Digest.sha256(Bytes.utf8(MODEL)).toHex();
        assertThat(node.send(to(path).build(), BodyHandlers.ofString()).body()).isEqualTo(MODEL);
        HttpResponse<String> rest =
                node.send(to(path).header("Range", "bytes=9-").build(), BodyHandlers.ofString());
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.body()).isEqualTo(MODEL.substring(9));
        assertThat(rest.headers().firstValue("Content-Range")).contains("bytes 9-18/19");
        HttpRequest behind = to(path).header("Range", "bytes=19-").build();
        assertThat(node.send(behind, BodyHandlers.discarding()).statusCode()).isEqualTo(416);
        assertThat(statusOf(node, "/.well-known/signet/models/" + "00".repeat(32)))
                .isEqualTo(404);
        assertThat(statusOf(node, "/.well-known/signet/models/..%2Ftls.key")).isIn(400, 404);
        assertThat(statusOf(owner, path)).as("of no node").isEqualTo(401);
    }

    @Test
    void release_isWished_served_andReported() throws Exception {
        Path archive =
                TestReleases.archive(Files.createDirectories(home.directory().resolve("releases")), 7);
        String root = Base64.getEncoder()
                .encodeToString(TestReleases.signedRoot(1).encode().toArray());
        assertThat(ask("update-trust", Map.of("root", root))).containsEntry("root", 1);
        String group = label.id().toHex();
        Map<String, Object> begun = ask(
                "update-start", Map.of("release", "release-7", "stages", List.of(group), "healthy", 100, "wait", 0));
        assertThat(begun).containsEntry("release", "signet-node 1.7 (7)").containsEntry("stage", group);
        NodeProfile.Firmware wish = profile().firmware().orElseThrow();
        String path = "/.well-known/signet/releases/" + wish.digest().toHex();
        assertThat(node.send(to(path).build(), BodyHandlers.ofByteArray()).body())
                .isEqualTo(Files.readAllBytes(archive));
        assertThat(statusOf(owner, path)).as("of no node").isEqualTo(401);
        assertThat(report(node, new ReleaseReport(7, ReleaseReport.State.RUNNING, "").encode()))
                .isEqualTo(204);
        assertThat(report(node, new ReleaseReport(7, ReleaseReport.State.FAILED, "").encode()))
                .as("too soon")
                .isEqualTo(429);
        assertThat(report(node, Bytes.utf8("?"))).isEqualTo(400);
        assertThat(report(owner, new ReleaseReport(7, ReleaseReport.State.FAILED, "").encode()))
                .isEqualTo(401);
        assertThat(ask("update-status", Map.of())).containsEntry("state", "done");
        ask("update-stop", Map.of());
        assertThat(profile().firmware()).isEmpty();
        assertThat(ask("audit", Map.of()).toString()).contains("UPDATE", "is stopped");
    }

    private int report(HttpClient client, Bytes report) throws Exception {
        return client.send(
                        to("/.well-known/signet/report")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(report.toArray()))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void renewalIsAskedFor_andEndsWithReleaseOrRevocation() throws Exception {
        String id = label.id().toHex();
        ask("renew", Map.of("label", id));
        assertThat(profile().standing().renew()).isTrue();
        ask("retire", Map.of("label", id));
        assertThat(profile().standing().retired()).isTrue();
        assertThat(post("renew", Map.of("label", id)).body()).contains("is retired");
        Digest newOwner = Digest.sha256(Bytes.utf8("Bob"));
        Map<String, Object> released = ask("release", Map.of("label", id, "owner", newOwner.toHex()));
        NodeProfile.Standing standing = profile().standing();
        assertThat(standing.released()).isTrue();
        Bytes signed = standing.voucher().orElseThrow();
        assertThat(released.get("voucher")).isEqualTo(Base64.getEncoder().encodeToString(signed.toArray()));
        Voucher voucher = Voucher.verify(signed, home.authorities().get(0));
        assertThat(voucher.node()).isEqualTo(NodeId.of(key.publicKey()));
        assertThat(voucher.newOwner()).isEqualTo(Optional.of(newOwner));
        ask("revoke", Map.of("label", id));
        assertThat(statusOf(node, "/.well-known/signet/profile")).isEqualTo(403);
        assertThat(revocations().getRevokedCertificate(certificate)).isNotNull();
    }

    private X509CRL revocations() throws Exception {
        HttpResponse<byte[]> answer = owner.send(to("/.well-known/signet/crl").build(), BodyHandlers.ofByteArray());
        X509CRL list =
                (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(answer.body()));
        list.verify(home.authorities().get(0).getPublicKey());
        return list;
    }

    @Test
    void brokersAndRequesters_getCertificatesOfTheMesh() throws Exception {
        HardwareKey other = SoftwareKey.create(directory.resolve("broker.key"));
        String request = Base64.getEncoder()
                .encodeToString(CertificateRequest.of(other).encoded().toArray());
        Map<String, Object> member = ask("member", Map.of("role", "broker", "request", request));
        assertThat(member).containsEntry("mesh", "home").containsEntry("brokers", List.of("mqtts://localhost:8883"));
        assertThat(member.get("chain").toString()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(post("member", Map.of("role", "king", "request", request)).body())
                .contains("broker or requester");
        assertThat(ask("audit", Map.of()).toString()).contains("MEMBER");
    }
}
