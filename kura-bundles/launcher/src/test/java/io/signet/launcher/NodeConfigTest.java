package io.signet.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeConfigTest {
    @TempDir
    private Path home;

    private NodeConfig read(String text) throws IOException, LaunchException {
        Files.writeString(home.resolve(NodeConfig.FILE_NAME), text);
        return NodeConfig.read(home);
    }

    private void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(NodeConfig.FILE_NAME)
                .hasMessageContaining(reason);
    }

    @Test
    void paths_areRelativeToTheHome() throws Exception {
        NodeConfig config = read("key: {key.file: identity/key.pem, software.allowed: true}\nlog: {directory: log}\n");
        assertThat(config.sections().get(Section.KEY))
                .containsEntry("key.file", home.resolve("identity/key.pem").toString())
                .containsEntry("software.allowed", true);
        assertThat(config.sections().get(Section.LOG))
                .containsEntry("directory", home.resolve("log").toString());
    }

    @Test
    void lists_becomeTextArrays() throws Exception {
        NodeConfig config = read("inference: {publishers: [aa, bb]}\n");
        assertThat(config.sections().get(Section.INFERENCE).get("publishers")).isEqualTo(new String[] {"aa", "bb"});
    }

    @Test
    void levels_areRead() throws Exception {
        assertThat(read("logging: {root: warn, io.signet.mesh: Debug}\n").levels())
                .containsEntry("root", NodeConfig.LogLevel.WARN)
                .containsEntry("io.signet.mesh", NodeConfig.LogLevel.DEBUG);
    }

    @Test
    void missingFile_saysHowToMakeOne() {
        assertThatThrownBy(() -> NodeConfig.read(home))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("signet mesh create");
    }

    @Test
    void unknownSection_isRefusedWithThoseThereAre() {
        assertRefused("lgo: {directory: log}\n", "unknown section 'lgo'; there are key, log");
    }

    @Test
    void unknownLevel_isRefusedWithThoseThereAre() {
        assertRefused("logging: {root: loud}\n", "logging.root = loud is no level");
    }

    @Test
    void nestedValue_isRefused() {
        assertRefused("mesh: {profile: {a: b}}\n", "mesh.profile must be a text");
    }

    @Test
    void brokenYaml_isRefused() {
        assertRefused("mesh: {", "is not YAML");
    }
}
