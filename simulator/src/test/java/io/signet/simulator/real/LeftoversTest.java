package io.signet.simulator.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
final class LeftoversTest {
    private static final long GONE = 4711;
    private static final long RUNS = 4712;

    private final ScriptedCommands commands = new ScriptedCommands();
    private final Leftovers leftovers = new Leftovers(commands, pid -> pid == RUNS);

    @TempDir
    private Path directory;

    @Test
    void namespacesOfProcessesThatAreGone_areRemovedAndNoOthers() throws Exception {
        commands.answer(
                "ip netns list",
                """
                signet-sim-4711-103-1 (id: 3)
                signet-sim-4712-104-1
                signet-sim-4711-103
                signet-simulator-4711-103-1
                somebody-elses""");
        commands.answer("ip netns pids signet-sim-4711-103-1", "99");

        leftovers.removeNamespaces();

        assertThat(commands.taken())
                .containsExactly(
                        "ip netns list",
                        "ip netns pids signet-sim-4711-103-1",
                        "/bin/sh -c kill -KILL 99 2>/dev/null || true",
                        "ip netns del signet-sim-4711-103-1");
    }

    @Test
    void namespaceThatCannotBeRemoved_doesNotKeepTheRest() throws Exception {
        commands.answer("ip netns list", "signet-sim-4711-103-1\nsignet-sim-4711-103-2");
        commands.fail("ip netns pids signet-sim-4711-103-1", "No such process");

        leftovers.removeNamespaces();

        assertThat(commands.taken()).endsWith("ip netns del signet-sim-4711-103-2");
    }

    @Test
    void noCommandForIt_isNoFault() throws Exception {
        commands.fail("ip netns list", "No such file or directory");

        leftovers.removeNamespaces();

        assertThat(commands.taken()).hasSize(1);
    }

    @Test
    void directoriesOfProcessesThatAreGone_areRemovedAndNoOthers() throws Exception {
        Path abandoned = Leftovers.directory(directory, GONE);
        Files.writeString(
                Files.createDirectories(abandoned.resolve("mesh/node-1")).resolve("node.log"), "x");
        Path used = Leftovers.directory(directory, RUNS);
        Path other = Files.createDirectories(directory.resolve("signet-simulation-notes"));
        Path linked = Files.createDirectories(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(directory.resolve("signet-simulation-4711-link"), linked);

        leftovers.removeDirectories(directory);

        assertThat(abandoned).doesNotExist();
        assertThat(used).exists();
        assertThat(other).exists();
        assertThat(linked).exists();
        assertThat(link).isSymbolicLink();
    }

    @Test
    void diskThatIsStillMounted_isTakenAwayWithItsDirectory() throws Exception {
        Path abandoned = Leftovers.directory(directory, GONE);
        if (!SmallDiskTest.mayMount(abandoned.resolve("probe"))) {
            return;
        }
        SmallDisk disk = SmallDisk.mount(abandoned.resolve("disk"), SystemCommands.OF_THIS_MACHINE);
        Files.writeString(disk.directory().resolve("log"), "x");

        new Leftovers(SystemCommands.OF_THIS_MACHINE, pid -> pid == RUNS).removeDirectories(directory);

        assertThat(abandoned).doesNotExist();
    }
}
