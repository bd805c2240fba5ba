package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.firstboot.BoxHome;
import io.signet.runtime.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node runs that was not updated yet; {@link UpdateCommandTest} has the rest. */
class NodeReleasesTest {
    private static final NodeReleases.Firmware BUILT =
            new NodeReleases.Firmware(Path.of("launcher"), Path.of("bundles"));

    @TempDir
    private Path home;

    private final List<String> lines = new ArrayList<>();

    @Test
    void nodeWithoutARegistrar_runsWhatIsBuilt_andKeepsNoReleases() throws Exception {
        NodeReleases releases = NodeReleases.of(home, Clock.SYSTEM, lines::add);
        assertThat(releases.begin(BUILT)).isEqualTo(BUILT);
        assertThat(releases.doWork()).isZero();
        assertThat(releases.again(1)).isFalse();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void nodeWithARegistrar_runsWhatIsBuilt_untilItIsToldOtherwise() throws Exception {
        Files.writeString(home.resolve(BoxHome.REGISTRAR_FILE), "https://localhost:1\n");
        NodeReleases releases = NodeReleases.of(home, Clock.SYSTEM, lines::add);
        assertThat(releases.begin(BUILT)).isEqualTo(BUILT);
        List<String> stopped = new ArrayList<>();
        releases.running(() -> stopped.add("stopped"));
        assertThat(releases.doWork()).isZero();
        assertThat(releases.again(1)).as("it ended by itself").isFalse();
        assertThat(stopped).isEmpty();
        assertThat(lines).isEmpty();
        assertThat(home.resolve("releases/incoming")).isEmptyDirectory();
    }
}
