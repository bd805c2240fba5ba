package io.signet.registrar.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** libcoap's client and OpenSSL, which share no code with us, do EST-coaps with the registrar. */
class EstCoapInterop {
    /** In blocks and unconfirmed: to a confirmed request libcoap 4.3 takes only the first block of a late answer. */
    private static final String CLIENT = "coap-client-openssl -B 10 -N -b 1024 ";

    @TempDir
    private static Path directory;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static RegistrarAndBook there;
    private static EstCoapServer server;

    @BeforeAll
    static void start() throws Exception {
        there = RegistrarAndBook.create(directory, "127.0.0.1");
        server = EstCoapServer.start(
                there.registrar(), there.identity(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterAll
    static void stop() {
        server.close();
        there.close();
    }

    /** What a shell says; how it ends is of no interest, as libcoap's client ends well with every answer. */
    private static String sh(String script) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-uc", script)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        shell.environment().put("WELL_KNOWN", "coaps://127.0.0.1:" + server.port() + "/.well-known");
        Process process = shell.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private static String by(Label label) {
        return as(label, label);
    }

    private static String as(Label label, Label code) {
        String secret =
                code.key().dtlsSecret().decodeUtf8(0, ClaimKey.SECRET_CHARS).orElseThrow();
        return CLIENT + "-u " + label.id() + " -k " + secret + " ";
    }

    private static Label claimed(boolean preApproved) throws Exception {
        Label label = Label.draw(RANDOM);
        there.desk().claim(label, Place.NOWHERE, preApproved, "anna");
        return label;
    }

    /** The request of a node, in {@code NAME.p10}, for what it asked by {@code client}. */
    private static void write(String name, String client, HardwareKey key, Optional<Label> label) throws Exception {
        String said = sh(client + "-m get -A 285 -o att $WELL_KNOWN/est/att");
        assertThat(said).as(said).isEmpty();
        Bytes nonce = RequestAttributes.decode(Bytes.copyOf(Files.readAllBytes(directory.resolve("att"))))
                .nonce();
        EnrolmentRequest request = EnrolmentRequest.of(
                key,
                key.evidence(nonce),
                Optional.empty(),
                label.map(l -> Claim.of(l, key, nonce, ClaimKey.channelOf(l.id()))));
        Files.write(
                directory.resolve(name + ".p10"), request.request().encoded().toArray());
    }

    private static String enrol(String client, String name) {
        return client + "-m post -t 286 -f " + name + ".p10 -o " + name + ".p7 $WELL_KNOWN/est/sen";
    }

    private static String verified(String name) {
        return "openssl pkcs7 -inform DER -in " + name + ".p7 -print_certs -out " + name + ".pem && "
                + "openssl verify -x509_strict -CAfile owner.pem " + name + ".pem";
    }

    @Test
    void authorities_areTheOwnersCertificate_asChainOrAlone() throws Exception {
        String client = by(claimed(false));
        assertThat(sh(client + "-m get $WELL_KNOWN/core"))
                .contains("</.well-known/est/crts>;ct=\"281 287\";rt=\"ace.est.crts\"", "rt=\"ace.est.sen\"");
        sh(client + "-m get -o crts.p7 $WELL_KNOWN/est/crts; "
                + "openssl pkcs7 -inform DER -in crts.p7 -print_certs -out crts.pem");
        assertThat(Certificates.read(directory.resolve("crts.pem")))
                .containsExactly(there.owner().certificate());
        sh(client + "-m get -A 287 -o crt.der $WELL_KNOWN/est/crts; openssl x509 -inform DER -in crt.der -out crt.pem");
        assertThat(Certificates.read(directory.resolve("crt.pem")))
                .containsExactly(there.owner().certificate());
        assertThat(sh(client + "-m get -A 60 $WELL_KNOWN/est/crts")).contains("4.06 There is [281, 287] only.");
    }

    @Test
    void node_waits_isApproved_isEnrolled_andRenewsByItsCertificate() throws Exception {
        Label label = claimed(false);
        String client = by(label);
        HardwareKey key = SoftwareKey.create(directory.resolve("node.key"));
        write("node", client, key, Optional.of(label));
        assertThat(sh(enrol(client, "node"))).contains("5.03 The node and its evidence are good");
        assertThat(sh("coap-client-openssl -v 7 " + client.substring(client.indexOf(' ')) + "-m post -t 286 -f node.p10"
                        + " $WELL_KNOWN/est/sen"))
                .contains("Max-Age:15");
        there.desk().approve(label.id(), "anna");
        assertThat(sh(enrol(client, "node"))).isEmpty();
        assertThat(sh(verified("node"))).isEqualTo("node.pem: OK\n");
        String member = CLIENT + "-c node.pem -j node.key -C owner.pem ";
        write("again", member, key, Optional.empty());
        assertThat(sh(member + "-m post -t 286 -f again.p10 -o again.p7 $WELL_KNOWN/est/sren"))
                .isEmpty();
        assertThat(sh(verified("again"))).isEqualTo("again.pem: OK\n");
    }

    @Test
    void otherRequests_getTheirReason() throws Exception {
        Label label = claimed(true);
        String client = by(label);
        Files.writeString(directory.resolve("odd.p10"), "no request");
        assertThat(sh(enrol(client, "odd"))).contains("4.00 MALFORMED: ");
        assertThat(sh(client + "-m post -t 286 -f odd.p10 $WELL_KNOWN/est/skg")).contains("5.01 NO_SERVER_KEYS: ");
        assertThat(sh(client + "-m get $WELL_KNOWN/est/sen")).contains("4.05 Ask by POST.");
        assertThat(sh(client + "-m post -t 0 -f odd.p10 $WELL_KNOWN/est/sen"))
                .contains("4.15 Send content format 286.");
        assertThat(sh(client + "-m post -t 60 -f odd.p10 $WELL_KNOWN/signet/challenge"))
                .contains("4.00 MALFORMED: ");
        Files.write(directory.resolve("large.p10"), new byte[EnrolmentRequest.SIZE_BYTES_MAX + 1]);
        assertThat(sh(enrol(client, "large"))).contains("4.13");
        Label other = claimed(true);
        write("other", client, SoftwareKey.create(directory.resolve("other.key")), Optional.of(other));
        assertThat(sh(enrol(client, "other")))
                .as("by another label's connection")
                .contains("4.03 WRONG_CODE: ");
    }

    @Test
    void whoDoesNotKnowTheCode_getsNoConnection_andDoesNotLearnWhy() throws Exception {
        Label label = claimed(true);
        String get = "-m get -o none $WELL_KNOWN/est/crts";
        String wrong = as(label, Label.draw(RANDOM)) + "-B 1 ";
        String unknown = by(Label.draw(RANDOM)) + "-B 1 ";
        String nobody = CLIENT + "-B 1 -u somebody -k secret ";
        assertThat(sh(wrong + get + " & " + unknown + get + " & " + nobody + get + " & wait"))
                .as("silence")
                .isEmpty();
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void addressInUse_isSaidSo() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> EstCoapServer.start(
                        there.registrar(),
                        there.identity(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())))
                .withMessageContaining("is the port in use?");
    }
}
