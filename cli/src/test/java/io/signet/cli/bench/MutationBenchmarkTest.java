package io.signet.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationBenchmarkTest {
    @TempDir
    Path root;

    private Path source;
    private Path report;
    private MutationBenchmark benchmark;

    @BeforeEach
    void module() throws IOException {
        Path module = root.resolve("kura-bundles/statement");
        source = Files.createDirectories(module.resolve("src")).resolve("A.java");
        Files.writeString(source, "class A {}");
        report = Files.createDirectories(module.resolve("target/pit-reports")).resolve("mutations.xml");
        benchmark = new MutationBenchmark(Optional.of(root));
    }

    private void write(String mutations) throws IOException {
        Files.writeString(report, "<?xml version='1.0'?><mutations>" + mutations + "</mutations>");
    }

    @Test
    void changesThatTestsNoticed_areCounted() throws Exception {
        write("<mutation detected='true' status='KILLED'/><mutation detected='false' status='SURVIVED'/>"
                + "<mutation detected='true' status='TIMED_OUT'/><mutation detected='false' status='NO_COVERAGE'/>");
        assertThat(benchmark.missing()).isEmpty();
        assertThat(benchmark.run()).singleElement().satisfies(figure -> {
            assertThat(figure.name()).isEqualTo("verify_mutation_killed");
            assertThat(figure.value()).isEqualTo(0.5);
            assertThat(figure.holds()).isFalse();
        });
    }

    @Test
    void reportThatIsNotThereOrOlderThanTheCode_isMissedWithTheCommandThatMakesIt() throws Exception {
        assertThat(benchmark.missing()).get().asString().contains("needs a report", "mvn -Pmutation");
        write("<mutation detected='true'/>");
        Files.setLastModifiedTime(
                source, FileTime.fromMillis(Files.getLastModifiedTime(report).toMillis() + 1000));
        assertThat(benchmark.missing()).get().asString().contains("is older than the code", "mvn -Pmutation");
        assertThat(new MutationBenchmark(Optional.empty()).missing())
                .get()
                .asString()
                .contains("needs the sources");
    }

    @Test
    void reportThatIsNone_isAnError() throws Exception {
        Files.writeString(report, "no report");
        assertThatThrownBy(benchmark::run)
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("can't be read");
        write("");
        assertThatThrownBy(benchmark::run)
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("lists no change");
    }
}
