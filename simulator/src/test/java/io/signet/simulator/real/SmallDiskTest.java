package io.signet.simulator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.simulator.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nothing may be mounted, what is shown is that this is said. */
final class SmallDiskTest {
    @TempDir
    private Path directory;

    /** True if file systems may be mounted here; else says why not, as a run does. */
    static boolean mayMount(Path probe) throws Exception {
        try {
            SmallDisk.mount(probe, SystemCommands.OF_THIS_MACHINE).unmount();
            return true;
        } catch (RunException e) {
            assertThat(e).hasMessageContaining("disk-full").hasMessageContaining("run as root");
            return false;
        }
    }

    @Test
    void filledDisk_takesNothingUntilItIsFreed() throws Exception {
        if (!mayMount(directory.resolve("probe"))) {
            return;
        }
        SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), SystemCommands.OF_THIS_MACHINE);
        try {
            Path file = disk.directory().resolve("log");
            Files.writeString(file, "before");
            disk.fill();
            assertThatThrownBy(() -> Files.write(file, new byte[1 << 20])).isInstanceOf(IOException.class);

            disk.free();
            Files.writeString(file, "after");
            assertThat(file).hasContent("after");
        } finally {
            disk.unmount();
        }
        assertThat(directory.resolve("disk")).isEmptyDirectory();
    }
}
