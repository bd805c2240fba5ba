package io.signet.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import io.signet.launcher.NodeStatus.Step;
import io.signet.runtime.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusReportTest {
    @TempDir
    private Path home;

    private long nanos;
    private List<String> said = List.of();
    private final List<String> lines = new ArrayList<>();

    private final Clock clock = new Clock() {
        @Override
        public long wallMillis() {
            throw new AssertionError("the wall clock may jump");
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }
    };

    private NodeStatus told() {
        return NodeStatus.parseLine(lines.get(lines.size() - 1)).orElseThrow();
    }

    @Test
    void eachChangeIsTold_andEveryFewSecondsThatSomebodyIsThere() {
        StatusReport report = new StatusReport(home.resolve("status"), () -> said, lines::add, clock);
        report.doWork();
        assertThat(told().step()).isEqualTo(Step.STARTING);
        report.doWork();
        assertThat(lines).hasSize(1);
        nanos += Duration.ofSeconds(6).toNanos();
        report.doWork();
        assertThat(lines).hasSize(2);

        said = List.of("ANSWERING\t\t");
        report.doWork();
        assertThat(told()).isEqualTo(NodeStatus.of(Step.ANSWERING));
        assertThat(home.resolve("status")).hasContent("ANSWERING\t\t");
    }

    @Test
    void whatIsTold_isInTheFileAlready() {
        Path file = home.resolve("status");
        List<String> kept = new ArrayList<>();
        StatusReport report = new StatusReport(
                file, () -> List.of("ANSWERING\t\t"), line -> kept.add(contentOf(file.toFile())), clock);

        report.doWork();

        assertThat(kept).containsExactly("ANSWERING\t\t\n");
    }

    @Test
    void ownersWillIsTheLastWord_andWhatIsWrongBesideIsTold() {
        NodeStatus retired = StatusReport.together(List.of("RETIRED\t\t", "JOINING\tno broker\tlook"));
        assertThat(retired).isEqualTo(NodeStatus.of(Step.RETIRED));
        NodeStatus answering = StatusReport.together(List.of("STARTING\tthe clock is off\tset it", "ANSWERING\t\t"));
        assertThat(answering).isEqualTo(new NodeStatus(Step.ANSWERING, "the clock is off", "set it"));
        assertThat(StatusReport.together(List.of("nonsense", "JOINING\tno broker\tlook")))
                .isEqualTo(new NodeStatus(Step.JOINING, "no broker", "look"));
    }

    @Test
    void controlCharactersOfStrangers_leaveTheLineWhole() {
        NodeStatus status = new NodeStatus(Step.JOINING, "a\nb\tc", "d");
        assertThat(NodeStatus.parseLine(status.line())).contains(status);
        assertThat(status.trouble()).isEqualTo("a b c");
        assertThat(NodeStatus.parseLine("joins mesh 'home'")).isEmpty();
    }
}
