package io.signet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node takes over what changes in its file, without a restart. */
@Tag("real")
final class LiveConfigurationScenario {
    @TempDir
    private Path directory;

    @Test
    void logLevelsChangedInTheFile_takeEffectWhileTheNodeWorks() throws Exception {
        try (Sandbox sandbox = Sandbox.create(directory, 1)) {
            Path file = sandbox.home().node(1).resolve("node.yaml");
            String informative = Files.readString(file);
            Files.writeString(file, informative.replace("root: info", "root: warn"));
            sandbox.mesh.start();
            sandbox.awaitNodes(1);
            assertThat(sandbox.hasLog(1, " INFO ")).isFalse();

            Files.writeString(file, informative);
            Sandbox.await(
                    "the node informs that it took the file over",
                    () -> sandbox.hasLog(1, " INFO ") && sandbox.hasLog(1, "configuration applied"));
            sandbox.assertAllAnsweredOnceCorrectlyAndVerified(sandbox.send(10));
        }
    }
}
