package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BrokerRunCommandTest {
    private static final Pattern LISTENS =
            Pattern.compile("The broker of mesh 'demo' listens on 127\\.0\\.0\\.1:(\\d+).*");

    @TempDir
    Path directory;

    private Path mesh;

    @BeforeEach
    void makeMesh() {
        mesh = directory.resolve("mesh");
        assertThat(new Cli(directory)
                        .system()
                        .run("mesh", "create", mesh, "--nodes=1")
                        .code())
                .isZero();
    }

    @Test
    @Timeout(60)
    void broker_takesMembersAndStopsWithItsCommand() throws Exception {
        Process command = SignetProcess.builder("broker", "run", "--home", mesh.resolve("broker"), "--port", "0")
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        try (BufferedReader output = command.inputReader(StandardCharsets.UTF_8)) {
            Matcher line = LISTENS.matcher(output.readLine());
            assertThat(line.matches()).isTrue();
            int port = Integer.parseInt(line.group(1));
            assertThat(connect(port)).isEqualTo("TLSv1.3");
            List<ProcessHandle> broker = command.descendants().toList();
            assertThat(broker).hasSize(1);
            command.destroy();
            assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(command.exitValue()).isEqualTo(128 + 15); // the shell's way to say SIGTERM
            assertThat(broker.get(0).isAlive()).isFalse();
            assertThat(Files.readString(directory.resolve("stderr"))).doesNotContain("signet: ");
        } finally {
            command.destroyForcibly();
        }
    }

    private String connect(int port) throws Exception {
        Path requester = mesh.resolve("requester");
        Credentials credentials =
                Credentials.load(requester.resolve("identity/key.pem"), requester.resolve("identity/chain.pem"));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "me",
                credentials.key().handle(),
                new char[0],
                credentials.chain().toArray(Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        X509Certificate owner =
                Certificates.read(requester.resolve("owner.pem")).get(0);
        trusted.setCertificateEntry("owner", owner);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    @Test
    void directoryWithoutMesh_isNamed() {
        Cli.Result result = new Cli(directory).run("broker", "run", "--home", directory);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("mesh.yaml: there is no such file");
    }

    @Test
    void keyThatIsMissing_isSaidByTheBroker() throws IOException {
        Files.delete(mesh.resolve("broker/identity/key.pem"));
        Cli.Result result = new Cli(directory).run("broker", "run", "--home", mesh.resolve("broker"), "--port=0");
        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err()).contains("the broker ended with status 1; it says why above");
    }

    @Test
    void portOutOfRange_isUsageError() {
        Cli.Result result = new Cli(directory).run("broker", "run", "--home", mesh.resolve("broker"), "--port=70000");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--port is 0 to 65535, not 70000");
    }
}
