package io.signet.attestation.tpm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.attestation.Firmware;
import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareRun;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TpmKeyComponentTest {
    private static final Bytes NONCE = Bytes.utf8("a nonce of some length");

    @TempDir
    private Path directory;

    private final Bundles bundles = new Bundles();
    private EmulatedTpm tpm;

    @BeforeEach
    void switchOn() throws Exception {
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
    }

    @AfterEach
    void switchOff() {
        tpm.close();
    }

    private static FirmwareItem bundle(String name) {
        return new FirmwareItem(name, "1.0.0", Digest.sha256(Bytes.utf8(name)));
    }

    /** A framework with one bundle. */
    private static final class Bundles implements Firmware {
        private final List<FirmwareItem> items = new ArrayList<>(List.of(bundle("io.signet.first")));
        private Consumer<FirmwareItem> follower = item -> {};

        void start(FirmwareItem item) {
            items.add(item);
            follower.accept(item);
        }

        @Override
        public FirmwareRun run() {
            return new FirmwareRun(items);
        }

        @Override
        public FirmwareRun follow(Consumer<FirmwareItem> measure) {
            follower = measure;
            return run();
        }
    }

    private static TpmKeyConfig config(Map<String, Object> values) {
        return (TpmKeyConfig) Proxy.newProxyInstance(
                TpmKeyConfig.class.getClassLoader(),
                new Class<?>[] {TpmKeyConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private TpmKeyConfig emulator(Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(more);
        values.put("directory", directory.resolve("identity").toString());
        values.put("socket_file", tpm.address().path().toString());
        return config(values);
    }

    @Test
    void key_tellsWhatWasStartedBeforeAndAfterIt() throws Exception {
        TpmKeyComponent component = new TpmKeyComponent(emulator(Map.of("pcrs", "0, 7", "firmware_pcr", 12)), bundles);
        assertThat(component.assurance()).isEqualTo(Assurance.TPM2);
        assertThat(component.sign(NONCE).size()).isEqualTo(64);
        bundles.start(bundle("io.signet.late"));
        var claims = component.evidence(NONCE).claims();
        assertThat(claims.firmware().runs())
                .containsExactly(new FirmwareRun(List.of(bundle("io.signet.first"), bundle("io.signet.late"))));
        assertThat(claims.tpm().orElseThrow().pcrs()).containsOnlyKeys(0, 7, 12);
        component.deactivate();
        assertThatExceptionOfType(SigningException.class).isThrownBy(() -> component.sign(NONCE));
    }

    @Test
    void valuesOutOfRange_areRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TpmKeyComponent(config(Map.of("directory", "")), bundles))
                .withMessageContaining("directory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TpmKeyComponent(emulator(Map.of("firmware_pcr", 7)), bundles))
                .withMessageContaining("firmware.pcr = 7 is out of range: 8 to 15");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TpmKeyComponent(emulator(Map.of("pcrs", "24")), bundles))
                .withMessageContaining("pcrs = 24 is out of range: 0 to 23");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TpmKeyComponent(emulator(Map.of("pcrs", "0-7")), bundles))
                .withMessageContaining("pcrs = 0-7: expected numbers");
    }
}
