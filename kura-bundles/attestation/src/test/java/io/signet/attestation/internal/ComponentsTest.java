package io.signet.attestation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.attestation.ForkingNode;
import io.signet.attestation.KeyFileException;
import io.signet.attestation.LogUnavailableException;
import io.signet.attestation.SoftwareKey;
import io.signet.attestation.TestFirmware;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Receipt;
import io.signet.statement.Sighting;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.merkle.MerkleTree;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentsTest {
    /** Held, since the platform holds its loggers weakly. */
    private static final Logger LOGGER = Logger.getLogger("io.signet.attestation");

    @TempDir
    Path directory;

    @BeforeAll
    static void silence() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOGGER.setLevel(null);
    }

    @Test
    void softwareKey_notAllowedExplicitly_isRefused() throws Exception {
        Path file = directory.resolve("key.pem");
        SoftwareKey.create(file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SoftwareKeyComponent(keyConfig(file.toString(), false), new TestFirmware()))
                .withMessageContaining("software.allowed = false");
    }

    @Test
    void softwareKey_allowed_isTheFiles() throws Exception {
        Path file = directory.resolve("key.pem");
        SoftwareKey key = SoftwareKey.create(file);
        SoftwareKeyComponent component = new SoftwareKeyComponent(keyConfig(file.toString(), true), new TestFirmware());
        assertThat(component.node()).isEqualTo(key.node());
        assertThat(component.publicKey()).isEqualTo(key.publicKey());
        assertThat(component.handle()).isEqualTo(key.handle());
        assertThat(component.assurance()).isEqualTo(Assurance.SOFTWARE);
        assertThat(component.description()).isEqualTo(key.description());
        Evidence evidence = component.evidence(Bytes.utf8("a nonce of some length"));
        assertThat(evidence.signedBy(key.publicKey())).isTrue();
        assertThat(evidence.claims().firmware().runs()).containsExactly(TestFirmware.RUN);
        assertThat(evidence.claims().kind()).isEqualTo(Assurance.SOFTWARE);
    }

    @Test
    void softwareKey_withoutAFile_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SoftwareKeyComponent(keyConfig("", true), new TestFirmware()))
                .withMessageContaining("key.file");
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> new SoftwareKeyComponent(
                        keyConfig(directory.resolve("none.pem").toString(), true), new TestFirmware()))
                .withMessageContaining("none.pem");
    }

    @Test
    void nodeLog_onADisk_givesReceiptsUntilDeactivated() throws Exception {
        SoftwareKey key = SoftwareKey.create(directory.resolve("key.pem"));
        NodeLogComponent log =
                new NodeLogComponent(logConfig(directory.resolve("log").toString(), 16), key);
        CompletableFuture<Receipt> last = new CompletableFuture<>();
        for (int i = 0; i < 5; i++) {
            last = log.append(Bytes.utf8("statement " + i)).toCompletableFuture();
            assertThat(last.get(30, TimeUnit.SECONDS).head().signedBy(key.publicKey()))
                    .isTrue();
        }
        last = log.append(Bytes.utf8("the last")).toCompletableFuture();
        log.deactivate();
        assertThat(last.get(0, TimeUnit.SECONDS).proof().leafIndex()).isEqualTo(5);
        CompletableFuture<Receipt> late = log.append(Bytes.utf8("too late")).toCompletableFuture();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> late.get(0, TimeUnit.SECONDS))
                .withCauseInstanceOf(LogUnavailableException.class);

        NodeLogComponent again =
                new NodeLogComponent(logConfig(directory.resolve("log").toString(), 16), key);
        assertThat(again.size()).isEqualTo(6);
        assertThat(again.entry(5)).isEqualTo(Bytes.utf8("the last"));
        assertThat(again.prove(0, 6).rootFor(MerkleTree.leafHash(again.entry(0))))
                .isEqualTo(again.head().root());
        assertThat(again.consistency(6, 6).path()).isEmpty();
        assertThat(again.stats().available()).isTrue();
        again.deactivate();
    }

    @Test
    void nodeLog_withAValueOutOfRange_isRefusedWithKeyAndRange() throws Exception {
        SoftwareKey key = SoftwareKey.create(directory.resolve("key.pem"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeLogComponent(logConfig(directory.toString(), 0), key))
                .withMessage("queue.statements.max = 0 is out of range: 1 to 1000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeLogComponent(logConfig("", 16), key))
                .withMessageContaining("directory");
    }

    @Test
    void witness_remembersOverRestarts() throws Exception {
        SoftwareKey key = SoftwareKey.create(directory.resolve("key.pem"));
        NodeLogComponent log =
                new NodeLogComponent(logConfig(directory.resolve("log").toString(), 16), key);
        String memory = directory.resolve("witness").toString();
        ForkingNode node = new ForkingNode(4);

        WitnessComponent witness = new WitnessComponent(witnessConfig(memory, 1), log);
        assertThat(observe(witness, node, 0)).isEqualTo(new Sighting.Extends());
        witness.deactivate();
        witness = new WitnessComponent(witnessConfig(memory, 1), log);
        assertThat(observe(witness, node, 1)).isInstanceOf(Sighting.Forked.class);
        assertThat(witness.found()).hasSize(1).isEqualTo(witness.forks());
        assertThat(observe(witness, new ForkingNode(4), 0))
                .as("a second log, where one is the most")
                .isInstanceOf(Sighting.Refused.class);
        witness.deactivate();
        log.deactivate();
    }

    @Test
    void witness_withAValueOutOfRange_isRefusedWithKeyAndRange() throws Exception {
        NodeLogComponent log = new NodeLogComponent(
                logConfig(directory.resolve("log").toString(), 16), SoftwareKey.create(directory.resolve("key.pem")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WitnessComponent(witnessConfig("", 1), log))
                .withMessageContaining("directory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WitnessComponent(
                        witnessConfig(directory.resolve("witness").toString(), 0), log))
                .withMessageContaining("1 to 1000000");
        log.deactivate();
    }

    private static Sighting observe(WitnessComponent witness, ForkingNode node, int branch) throws Exception {
        return witness.observe(node.chain(), node.head(branch, 6), Optional.empty())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private static WitnessConfig witnessConfig(String directory, int logsMax) {
        return config(WitnessConfig.class, Map.of("directory", directory, "logs.max", logsMax));
    }

    private static SoftwareKeyConfig keyConfig(String file, boolean allowed) {
        return config(SoftwareKeyConfig.class, Map.of("key.file", file, "software.allowed", allowed));
    }

    private static NodeLogConfig logConfig(String directory, int queueStatementsMax) {
        return config(NodeLogConfig.class, Map.of("directory", directory, "queue.statements.max", queueStatementsMax));
    }

    /** What Declarative Services makes of a configuration: its values by their keys, else the defaults. */
    private static <C extends Annotation> C config(Class<C> type, Map<String, Object> values) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object value = values.get(method.getName().replace('_', '.'));
            return value == null ? method.getDefaultValue() : value;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
