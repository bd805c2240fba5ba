package io.signet.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyChoiceTest {
    private static final Path FILE = Path.of("node.yaml");
    private static final Map<String, Object> SOFTWARE = Map.of("software.allowed", true);
    private static final Map<String, Object> TOKEN = Map.of("key.uri", "pkcs11:object=node");
    private static final Map<String, Object> LOG = Map.of("directory", "log");

    @TempDir
    private Path home;

    private Path device;

    @BeforeEach
    void nameDevice() {
        device = home.resolve("tpmrm0");
    }

    private Map<Section, Map<String, Object>> choose(Map<Section, Map<String, Object>> sections)
            throws LaunchException {
        return KeyChoice.choose(FILE, home, sections, device);
    }

    @Test
    void tpmThatIsThere_needsNoConfiguration() throws Exception {
        Files.createFile(device);
        assertThat(choose(Map.of(Section.LOG, LOG, Section.KEY, SOFTWARE)))
                .containsOnlyKeys(Section.LOG, Section.TPM)
                .containsEntry(
                        Section.TPM,
                        Map.of("directory", home.resolve("identity/tpm").toString()));
    }

    @Test
    void withoutHardware_theFileIsUsedIfThereIsOne() throws Exception {
        assertThat(choose(Map.of(Section.LOG, LOG, Section.KEY, SOFTWARE))).containsOnlyKeys(Section.LOG, Section.KEY);
        assertThat(choose(Map.of(Section.LOG, LOG))).containsOnlyKeys(Section.LOG);
    }

    @Test
    void namedTpm_isUsedWhetherOrNotItIsThere() throws Exception {
        Map<String, Object> tpm = Map.of("socket.file", "/run/tpm", "directory", "/keys");
        assertThat(choose(Map.of(Section.TPM, tpm, Section.KEY, SOFTWARE)))
                .containsOnlyKeys(Section.TPM)
                .containsEntry(Section.TPM, tpm);
    }

    @Test
    void tpmThatIsNeverToBeUsed_isNot() throws Exception {
        Files.createFile(device);
        assertThat(choose(Map.of(Section.TPM, Map.of("use", "never"), Section.KEY, SOFTWARE)))
                .containsOnlyKeys(Section.KEY);
        assertThat(choose(Map.of(Section.TPM, Map.of("use", "always"))).get(Section.TPM))
                .doesNotContainKey("use");
    }

    @Test
    void token_comesBeforeAFileAndBeforeATpmThatNobodyNamed() throws Exception {
        Files.createFile(device);
        assertThat(choose(Map.of(Section.PKCS11, TOKEN, Section.KEY, SOFTWARE))).containsOnlyKeys(Section.PKCS11);
    }

    @Test
    void twoKindsOfHardware_areRefused() {
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> choose(Map.of(Section.PKCS11, TOKEN, Section.TPM, Map.of())))
                .withMessageContaining("a node has one key");
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> choose(Map.of(Section.TPM, Map.of("use", "sometimes"))))
                .withMessageContaining("tpm.use = sometimes is neither always nor never");
    }
}
