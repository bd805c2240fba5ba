package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.signet.meter.MeterSamples;
import io.signet.runtime.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir
    Path directory;

    @Test
    void demo_readsItsPicturesAndVerifiesEveryReceipt() throws Exception {
        Cli.Result result = new Cli(directory).system().withPrograms().run("demo", "--nodes=2", "--json");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.json())
                .containsEntry("nodes", 2)
                .extractingByKey("pictures", LIST)
                .hasSize(MeterSamples.all().size());
        assertThat(result.json().get("receipts_verified"))
                .isEqualTo(result.json().get("receipts"));
        assertThat(result.out()).contains("\"tpm2-interface\"").doesNotContain("\"software\"");
        assertThat((Double) result.json().get("seconds_to_first_answer")).isPositive();
    }

    @Test
    void keptMesh_takesMoreWorkAndIsStoppedByTheNamedProcesses() throws Exception {
        Path picture = Files.write(
                directory.resolve("meter.png"), MeterSamples.all().get(0).png().toArray());
        Cli.Result kept = new Cli(directory)
                .system()
                .withPrograms()
                .run("demo", "--nodes=1", "--keep", "--json", "--input", picture);
        assertThat(kept.code()).isZero();
        try {
            Cli.Result more = new Cli(directory)
                    .system()
                    .run("infer", "--mesh", kept.json().get("requester"), "--model=meter-digits", "--quiet", picture);
            assertThat(more.code()).isZero();
            assertThat(more.out()).contains(MeterSamples.all().get(0).digits(), "tpm2-interface", "verified");
        } finally {
            for (Object pid : (Iterable<?>) kept.json().get("pids")) {
                ProcessHandle process =
                        ProcessHandle.of(((Number) pid).longValue()).orElseThrow();
                process.destroy();
                process.onExit().get(60, TimeUnit.SECONDS);
            }
            Trees.delete(Path.of(kept.json().get("mesh").toString()).getParent());
        }
    }

    @Test
    void boxWithALabel_becomesANodeAndAnswers() throws Exception {
        Path picture = Files.write(
                directory.resolve("meter.png"), MeterSamples.all().get(0).png().toArray());
        Cli.Result result =
                new Cli(directory).system().withPrograms().run("demo", "--provision", "--nodes=1", "--input", picture);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .containsSubsequence(
                        "You become an owner",
                        "Your registrar starts",
                        "POWER ON",
                        "box-1: asking the registrar for a certificate",
                        "box-1: fetching models",
                        "The first answer is here, box-1's",
                        "ACCEPTED: meter-digits on node",
                        "1 accepted, 0 rejected",
                        MeterSamples.all().get(0).digits(),
                        "from power-on",
                        "first attested answer",
                        "1 box became a node by itself and answered; each answer is proved.");
    }

    @Test
    void inputThatIsNoPicture_isNamedBeforeAnythingStarts() {
        Cli.Result result = new Cli(directory).run("demo", "--input", directory);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("there is no PNG or JPEG file");
    }

    @Test
    void nodesOutOfRange_isUsageError() {
        assertThat(new Cli(directory).run("demo", "--nodes=17").code()).isEqualTo(2);
    }
}
