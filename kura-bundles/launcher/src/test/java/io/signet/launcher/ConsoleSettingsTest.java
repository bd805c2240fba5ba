package io.signet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsoleSettingsTest {
    @TempDir
    private Path home;

    @Test
    void whatTheConsoleChanged_goesOverNodeYaml_andWhatTheOwnerWantsOverBoth() throws Exception {
        Files.writeString(
                home.resolve(NodeConfig.FILE_NAME),
                "log: {directory: log}\nmesh: {profile.file: mesh.yaml, tasks.max: 7, witnesses: 1}\n");
        Files.writeString(
                home.resolve(ConsoleSettings.FILE_NAME),
                "{\"mesh\":{\"tasks.max\":9,\"witnesses\":3},\"gateway\":{\"port\":1}}");
        Files.writeString(home.resolve(Wanted.FILE_NAME), "mesh: {witnesses: 2}\n");
        NodeConfig config = NodeConfig.read(home);
        assertThat(config.sections().get(Section.MESH))
                .containsEntry("tasks.max", 9)
                .containsEntry("witnesses", 2);
        assertThat(config.sections()).as("what is off stays off").doesNotContainKey(Section.GATEWAY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mesh\":{\"log.address\":\"a\u007fb\"}}",
                "{",
                "{\"other\":{}}",
                "[]",
                "{\"mesh\":{\"x\":[1]}}",
                ""
            })
    void fileThatCannotBeRead_doesNotKeepTheNodeFromStarting(String text) throws Exception {
        Files.writeString(home.resolve(NodeConfig.FILE_NAME), "log: {directory: log}\nmesh: {tasks.max: 7}\n");
        Files.writeString(home.resolve(ConsoleSettings.FILE_NAME), text);
        assertThat(NodeConfig.read(home).sections().get(Section.MESH)).containsEntry("tasks.max", 7);
    }
}
