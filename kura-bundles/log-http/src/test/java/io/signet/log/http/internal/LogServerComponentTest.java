package io.signet.log.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.attestation.PublishedLog;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.IdentityChain;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the section {@code log-server} of a node's configuration may say, and what comes of it. */
class LogServerComponentTest {
    @TempDir
    Path directory;

    private SoftwareKey key;
    private LogAgent log;
    private PublishedLog shown;

    @BeforeEach
    void openLog() throws Exception {
        key = SoftwareKey.create(directory.resolve("key.pem"));
        DiskStorage storage = new DiskStorage(directory.resolve("log"));
        log = LogAgent.open(storage, key, Clock.SYSTEM, LogOptions.DEFAULT);
        shown = PublishedLog.open(log, storage, Clock.SYSTEM, Duration.ofSeconds(1));
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    /** What Declarative Services makes of a configuration: its values by their keys, else the defaults. */
    private static LogServerConfig config(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(Map.of("address", "127.0.0.1", "port", 0));
        all.putAll(values);
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object value = all.get(method.getName().replace('_', '.'));
            return value == null ? method.getDefaultValue() : value;
        };
        return (LogServerConfig) Proxy.newProxyInstance(
                LogServerConfig.class.getClassLoader(), new Class<?>[] {LogServerConfig.class}, handler);
    }

    private static HttpResponse<byte[]> get(LogServerComponent server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/" + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void log_isShownUntilTheComponentIsDeactivated() throws Exception {
        LogServerComponent server = new LogServerComponent(config(Map.of()), shown);
        assertThat(get(server, "checkpoint").body())
                .isEqualTo(log.head().encode().toArray());
        assertThat(get(server, "identity").statusCode())
                .as("no identity is configured")
                .isEqualTo(404);
        server.deactivate();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(server, "checkpoint"));
    }

    @Test
    void identityOfTheNode_isShownFromItsFile() throws Exception {
        OwnerAuthority owner = OwnerAuthority.selfSigned(
                SoftwareKey.create(directory.resolve("owner.pem")), "Anna", Clock.SYSTEM, new Random(7));
        List<X509Certificate> chain = owner.issueNode(CertificateRequest.of(key), Assurance.SOFTWARE);
        Path file = directory.resolve("chain.pem");
        Certificates.write(file, chain);
        LogServerComponent server = new LogServerComponent(config(Map.of("identity.file", file.toString())), shown);
        assertThat(IdentityChain.decode(Bytes.copyOf(get(server, "identity").body())))
                .isEqualTo(IdentityChain.of(chain));
        server.deactivate();
    }

    @Test
    void identityFileWithoutCertificates_isRefusedByItsName() throws Exception {
        Path file = Files.writeString(directory.resolve("chain.pem"), "-----BEGIN CERTIFICATE-----\nnone\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogServerComponent(config(Map.of("identity.file", file.toString())), shown))
                .withMessage("identity.file: " + file + " holds no certificates in PEM");
        String missing = directory.resolve("none.pem").toString();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new LogServerComponent(config(Map.of("identity.file", missing)), shown))
                .withMessageContaining("none.pem");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void portOutOfRange_isRefusedWithKeyAndRange(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogServerComponent(config(Map.of("port", port)), shown))
                .withMessage("port = " + port + " is out of range: 0 to 65535");
    }

    @Test
    void emptyAddress_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogServerComponent(config(Map.of("address", "")), shown))
                .withMessageContaining("address");
    }

    @Test
    void portThatIsTaken_isAnErrorThatNamesIt() throws Exception {
        LogServerComponent first = new LogServerComponent(config(Map.of()), shown);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new LogServerComponent(config(Map.of("port", first.port())), shown))
                .withMessageContaining(Integer.toString(first.port()));
        first.deactivate();
    }

    @Test
    void withoutConfiguration_itWouldListenOnAllAddresses() throws Exception {
        assertThat(LogServerConfig.class.getMethod("address").getDefaultValue()).isEqualTo("0.0.0.0");
        assertThat(LogServerConfig.class.getMethod("port").getDefaultValue()).isEqualTo(8640);
    }
}
