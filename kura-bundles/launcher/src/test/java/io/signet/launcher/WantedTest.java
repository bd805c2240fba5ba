package io.signet.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WantedTest {
    @TempDir
    private Path home;

    @BeforeEach
    void local() throws Exception {
        Files.writeString(
                home.resolve(NodeConfig.FILE_NAME),
                """
                log: {directory: log}
                inference: {models.directory: models}
                mesh: {profile.file: mesh.yaml, tasks.max: 7}
                """);
    }

    private Map<Section, Map<String, Object>> wanting(String text) throws Exception {
        Files.writeString(home.resolve(Wanted.FILE_NAME), text);
        return NodeConfig.read(home).sections();
    }

    @Test
    void withoutTheFile_theNodeIsAsItsOperatorWantsIt() throws Exception {
        assertThat(NodeConfig.read(home).sections().get(Section.MESH)).containsOnlyKeys("profile.file", "tasks.max");
    }

    @Test
    void whatTheOwnerWants_goesOverWhatIsLocal_propertyByProperty() throws Exception {
        Map<Section, Map<String, Object>> sections =
                wanting("mesh: {witnesses: 3, tasks.max: 9}\ngateway: {port: 8643, profile.file: mesh.yaml}\n");
        assertThat(sections.get(Section.MESH))
                .containsEntry("witnesses", 3)
                .containsEntry("tasks.max", 9)
                .containsEntry("profile.file", home.resolve("mesh.yaml").toString());
        assertThat(sections.get(Section.GATEWAY)).containsEntry("port", 8643);
        assertThat(sections.get(Section.INFERENCE))
                .containsEntry("models.directory", home.resolve("models").toString());
    }

    @Test
    void newRevision_startsAnewWhatReadsTheFiles_andNothingElse() throws Exception {
        Map<Section, Map<String, Object>> sections = wanting("revision: \"2-ab\"\n");
        assertThat(sections.get(Section.MESH)).containsEntry("revision", "2-ab");
        assertThat(sections.get(Section.INFERENCE)).doesNotContainKey("revision");
        assertThat(sections).doesNotContainKey(Section.LOG_SERVER);
    }

    @Test
    void nodeThatIsNotToAnswer_keepsItsLogAndLosesItsMesh() throws Exception {
        Map<Section, Map<String, Object>> sections =
                wanting("answers: false\ngateway: {port: 8643, profile.file: mesh.yaml}\n");
        assertThat(sections).containsOnlyKeys(Section.LOG, Section.INFERENCE);
    }

    @Test
    void damagedFile_isNamed_andWhatToDo() {
        assertThatThrownBy(() -> wanting("answers: perhaps\n"))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(Wanted.FILE_NAME)
                .hasMessageContaining("delete the file");
    }
}
