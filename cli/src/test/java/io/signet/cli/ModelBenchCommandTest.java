package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.model.Manifest;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.Publisher;
import io.signet.inference.model.PublisherKey;
import io.signet.inference.spi.TensorSpec;
import io.signet.meter.MeterDigits;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBenchCommandTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writePackage() throws Exception {
        file = Files.write(
                directory.resolve(MeterDigits.FILE_NAME),
                MeterDigits.packageFile().toArray());
    }

    private Cli.Result bench(Path packageFile, String publisher, Object... more) {
        Object[] arguments = new Object[more.length + 7];
        System.arraycopy(
                new Object[] {"model", "bench", "--seconds", "1", "--publisher", publisher, packageFile},
                0,
                arguments,
                0,
                7);
        System.arraycopy(more, 0, arguments, 7, more.length);
        return new Cli(directory).run(arguments);
    }

    @Test
    @SuppressWarnings("unchecked") // what JSON holds
    void model_isMeasuredOnEveryEngineAndTheyAgree() throws Exception {
        Cli.Result result = bench(file, MeterDigits.publisher(), "--batch", "4", "--json");

        assertThat(result.code()).as(result.err()).isZero();
        Map<String, Object> json = result.json();
        List<Map<String, Object>> all = (List<Map<String, Object>>) json.get("engines");
        assertThat(all.get(0)).containsEntry("engine", "tensorrt"); // which says why if there is none
        assertThat(String.valueOf(all.get(0).getOrDefault("reason", "not available: ")))
                .startsWith("not available: ");
        List<Map<String, Object>> engines = all.subList(1, all.size());
        assertThat(engines)
                .extracting(e -> e.get("engine") + " " + e.get("format"))
                .containsExactly("onnxruntime onnx", "tensorflow tensorflow-savedmodel");
        assertThat(engines).allSatisfy(engine -> {
            assertThat((Number) engine.get("rows_per_second"))
                    .extracting(Number::doubleValue)
                    .matches(rate -> rate > 0);
            assertThat(((Number) engine.get("p50_ms")).doubleValue())
                    .isLessThanOrEqualTo(((Number) engine.get("p99_ms")).doubleValue());
        });
        assertThat(json).containsEntry("rows", 4).containsEntry("agrees", true);
    }

    /** The same model by a publisher who allows no difference at all. */
    @Test
    void enginesDifferByMoreThanThePublisherAllows_fails() throws Exception {
        ModelPackage model = ModelPackage.read(file, Set.of(PublisherKey.fromHex(MeterDigits.publisher())));
        Manifest manifest = model.manifest();
        ModelPackageWriter writer = new ModelPackageWriter(manifest.identity(), manifest.contract())
                .card(Bytes.utf8("# Strict"))
                .licence("Apache-2.0", Bytes.utf8("terms"))
                .property(Manifest.TOLERANCE, "0");
        for (ModelVariant variant : manifest.variants()) {
            writer.variant(variant.format(), model.unpack(variant, directory.resolve("cache")));
        }
        Publisher publisher = Publisher.create(directory.resolve("publisher.pem"));
        Path strict = directory.resolve("strict.signet");
        writer.write(strict, publisher);

        Cli.Result result = bench(strict, publisher.key().toHex());

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.out())
                .contains("onnxruntime/1.29.0", "tensorflow/2.18.0", "rows/s", "p99 ms", "memory MiB")
                .contains("Requests of 8 rows", "of at most 0.0: they DO NOT AGREE.");
    }

    private Manifest manifest() throws Exception {
        return ModelPackage.read(file, Set.of(PublisherKey.fromHex(MeterDigits.publisher())))
                .manifest();
    }

    /** A package in a format that no engine has. */
    private Path writeAlien(ModelInterface contract, Publisher publisher) throws Exception {
        Path variant = Files.createDirectories(directory.resolve("variant"));
        Files.writeString(variant.resolve("weights.bin"), "w");
        Path alien = directory.resolve("alien.signet");
        new ModelPackageWriter(manifest().identity(), contract)
                .variant("punched-cards", variant)
                .card(Bytes.utf8("# Alien"))
                .licence("Apache-2.0", Bytes.utf8("terms"))
                .write(alien, publisher);
        return alien;
    }

    @Test
    void packageThatNoEngineRuns_isSaidWithTheReasons() throws Exception {
        Publisher publisher = Publisher.create(directory.resolve("publisher.pem"));
        Path alien = writeAlien(manifest().contract(), publisher);

        Cli.Result result = bench(alien, publisher.key().toHex());

        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err())
                .contains("no engine runs ", "onnxruntime: the package has no variant for it")
                .contains("tensorflow: the package has no variant for it");
    }

    @Test
    void batchTooLargeForATensor_isNamedWithWhatToDo() throws Exception {
        ModelInterface contract = new ModelInterface(
                List.of(new TensorSpec("x", DataType.FP32, List.of(TensorSpec.ANY, 1_000_000L))),
                List.of(new TensorSpec("y", DataType.FP32, List.of(TensorSpec.ANY, 1L))),
                List.of(),
                Optional.empty(),
                List.of());
        Publisher publisher = Publisher.create(directory.resolve("publisher.pem"));
        Path wide = writeAlien(contract, publisher);

        Cli.Result result = bench(wide, publisher.key().toHex(), "--batch", "4096");

        assertThat(result.code()).as(result.err()).isEqualTo(65);
        assertThat(result.err())
                .contains("no request of 4096 rows can be made: ", "exceeds 2^31-1 bytes; give a smaller --batch");
    }

    @Test
    void batchOutOfRange_isAUsageError() {
        Cli.Result result = bench(file, MeterDigits.publisher(), "--batch", "0");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--batch must be 1 to 4096, not 0");
    }
}
