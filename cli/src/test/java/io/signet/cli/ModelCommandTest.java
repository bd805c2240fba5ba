package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.signet.inference.model.ModelIdentity;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.Publisher;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
    @TempDir
    Path directory;

    private Path model;
    private String publisher;

    @BeforeEach
    void writePackage() throws Exception {
        Path variant = Files.createDirectories(directory.resolve("variant"));
        Files.writeString(variant.resolve("weights.bin"), "w".repeat(1000));
        Publisher key = Publisher.create(directory.resolve("publisher.pem"));
        publisher = key.key().toHex();
        model = directory.resolve("halves.signet");
        ModelInterface contract = new ModelInterface(
                List.of(new TensorSpec("x", DataType.FP32, List.of(TensorSpec.ANY, 2L))),
                List.of(new TensorSpec("y", DataType.FP32, List.of(TensorSpec.ANY, 2L))),
                List.of("left", "right"),
                Optional.empty(),
                List.of());
        new ModelPackageWriter(
                        new ModelIdentity("halves", "1.2.3", "Tells left from right.", LocalDate.of(2026, 2, 3)),
                        contract)
                .variant("test-format", variant)
                .card(Bytes.utf8("# Halves\nFor tests only.\u001b[31m\n"))
                .licence("Apache-2.0", Bytes.utf8("terms"))
                .property("training.seed", "7")
                .write(model, key);
    }

    private Cli.Result run(Object... arguments) {
        return new Cli(directory).run(arguments);
    }

    @Test
    void package_isShown() {
        Cli.Result result = run("model", "show", "--publisher", publisher, model);
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("halves 1.2.3", "Tells left from right.", "2026-02-03", "Apache-2.0", publisher)
                .contains("x FP32 [n, 2]", "left, right", "test-format", "training.seed  7");
    }

    @Test
    void package_isShownAsJson() throws Exception {
        Cli.Result result = run("model", "show", "--json", "--publisher", publisher, model);
        assertThat(result.code()).isZero();
        assertThat(result.json())
                .containsEntry("name", "halves")
                .containsEntry("publisher", publisher)
                .containsEntry("labels", List.of("left", "right"));
    }

    @Test
    void card_isShownWithoutControlCharacters() {
        Cli.Result result = run("model", "show", "--card", "--publisher", publisher, model);
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("# Halves\nFor tests only.?[31m\n");
    }

    @Test
    void packageOfAnotherPublisher_isNotShown() {
        Cli.Result result = run("model", "show", "--publisher", "ab".repeat(32), model);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("halves.signet: ", publisher, "is not accepted here");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void goodPackage_isAccepted() {
        Cli.Result result = run("model", "verify", "--publisher", publisher, model);
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("halves.signet: ACCEPTED: halves 1.2.3", publisher);
    }

    @Test
    void packageWithOneFlippedBit_isRefusedAndTheOthersAreStillChecked() throws Exception {
        byte[] content = Files.readAllBytes(model);
        content[content.length - 20] ^= 0x01;
        Path altered = Files.write(directory.resolve("altered.signet"), content);
        Path text = Files.writeString(directory.resolve("text.signet"), "hello");
        Cli.Result result = run("model", "verify", "--publisher", publisher, altered, text, model);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("altered.signet: REFUSED: ", "text.signet: REFUSED: not a model package")
                .contains("halves.signet: ACCEPTED");
    }

    @Test
    void missingPackage_isNamed() {
        Cli.Result result = run("model", "verify", "--publisher", publisher, directory.resolve("none.signet"), model);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.out()).contains("none.signet: REFUSED: ", "halves.signet: ACCEPTED");
    }

    @Test
    void json_listsEveryPackage() throws Exception {
        Cli.Result result =
                run("model", "verify", "--json", "--publisher", publisher, model, directory.resolve("none"));
        assertThat(result.json())
                .containsEntry("accepted", 1)
                .containsEntry("refused", 1)
                .extractingByKey("packages", LIST)
                .hasSize(2);
    }

    @Test
    void publisherOfTheTrustPolicy_isBelieved() {
        assertThat(run("mesh", "create", directory.resolve("mesh"), "--nodes=1", "--publisher", publisher)
                        .code())
                .isZero();
        Path trust = directory.resolve("mesh/node-1/trust.yaml");
        assertThat(run("model", "verify", "--trust", trust, model).code()).isZero();
    }

    @Test
    void nobodyToBelieve_isAnError() {
        Cli.Result result = run("model", "verify", model);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("whose model packages shall be believed?", "--publisher HEX");
    }
}
