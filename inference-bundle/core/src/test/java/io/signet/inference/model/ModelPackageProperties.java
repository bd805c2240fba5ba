package io.signet.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Trees;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class ModelPackageProperties {
    private static final Set<PublisherKey> TRUSTED =
            Set.of(Packages.publisher(1).key());

    @Example
    void read_anySingleBitFlipped_isRefused() throws Exception {
        Path directory = Files.createTempDirectory("signet-package");
        byte[] whole = Files.readAllBytes(Packages.write(directory, "digits"));
        Path flipped = directory.resolve("flipped.signet");
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            whole[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(flipped, whole);
            assertThatThrownBy(() -> ModelPackage.read(flipped, TRUSTED))
                    .as("bit %d", bit)
                    .isInstanceOf(PackageException.class)
                    .hasMessageContaining("flipped.signet: ");
            whole[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        Trees.delete(directory);
    }

    @Property(tries = 100)
    void manifest_encodedAndDecoded_isTheSame(@ForAll("manifests") Manifest manifest) throws Exception {
        assertThat(ManifestCodec.decode(ManifestCodec.encode(manifest))).isEqualTo(manifest);
    }

    @Property(tries = 500)
    void manifest_anyBytesReplaced_isMalformedOrHasThatOneEncoding(
            @ForAll("manifests") Manifest manifest, @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int edits) {
        byte[] bytes = ManifestCodec.encode(manifest).toArray();
        RandomGenerator random = new SplittableRandom(seed);
        for (int i = 0; i < edits; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        Bytes edited = Bytes.copyOf(bytes);
        try {
            assertThat(ManifestCodec.encode(ManifestCodec.decode(edited))).isEqualTo(edited);
        } catch (MalformedException e) {
            assertThat(e.offset()).isBetween(0, bytes.length);
        }
    }

    /** A model with a picture in its long form, and with steps. */
    private static ModelInterface processing(
            String input,
            PictureInput.Channels channels,
            PictureInput.Order order,
            PictureInput.Fit fit,
            long mean,
            int count) {
        return new ModelInterface(
                List.of(new TensorSpec(input, DataType.FP32, List.of(-1L, -1L, -1L, -1L))),
                List.of(
                        new TensorSpec("b", DataType.FP32, List.of(-1L, 300L, 4L)),
                        new TensorSpec("s", DataType.FP32, List.of(-1L, 300L, 9L)),
                        new TensorSpec("y", DataType.FP32, List.of(-1L, 100L))),
                List.of(),
                Optional.of(new PictureInput(
                        input,
                        channels,
                        2 * count,
                        count,
                        fit,
                        order,
                        Collections.nCopies(channels.count(), new LevelScale(mean, 10_000L * count)))),
                List.of(),
                List.of(
                        new OutputStep.Softmax("y"),
                        new OutputStep.Top("y", count),
                        new OutputStep.Suppress(
                                "b",
                                "s",
                                count % 2 == 0 ? OutputStep.BoxForm.CORNERS : OutputStep.BoxForm.CENTRE,
                                10_000 * count,
                                9_000 * count,
                                count)));
    }

    /** A provenance for each set of what may be stated. */
    private static Provenance provenance(int stated) {
        Optional<Digest> digest = stated > 7 ? Optional.of(Digest.sha256(new byte[4])) : Optional.empty();
        return new Provenance(
                (stated & 1) == 0
                        ? List.of()
                        : List.of(new Provenance.TrainingData(
                                "numbers", "All of them.", digest.map(d -> "https://data.example/" + d), digest)),
                (stated & 2) == 0 ? List.of() : List.of(new Provenance.Metric("accuracy", "-0.5", "none")),
                (stated & 4) == 0 ? Optional.empty() : Optional.of(new Provenance.BaseModel("base", digest)),
                (stated & 8) == 0 ? List.of() : List.of("chisel", "hammer 2.0"));
    }

    @Provide
    Arbitrary<Manifest> manifests() {
        Arbitrary<String> names =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20);
        Arbitrary<String> texts = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars(" äß€")
                .ofMinLength(1)
                .ofMaxLength(60)
                .map(text -> "x" + text);
        Arbitrary<TensorSpec> specs = Combinators.combine(
                        names,
                        Arbitraries.of(DataType.values()),
                        Arbitraries.longs().between(-1, 500).list().ofMaxSize(8))
                .as(TensorSpec::new);
        Arbitrary<ModelInterface> contracts = Combinators.combine(
                        specs.list().ofMinSize(1).ofMaxSize(4).uniqueElements(TensorSpec::name),
                        specs.list().ofMinSize(1).ofMaxSize(4).uniqueElements(TensorSpec::name),
                        texts.list().ofMaxSize(12),
                        Arbitraries.integers().between(0, PictureInput.SIDE_PIXELS_MAX),
                        Arbitraries.of(OutputHint.Meaning.values()))
                .as((inputs, outputs, labels, side, meaning) -> new ModelInterface(
                        inputs,
                        outputs,
                        labels,
                        side == 0
                                ? Optional.empty()
                                : Optional.of(PictureInput.grey(inputs.get(0).name(), side, side)),
                        List.of(new OutputHint(outputs.get(0).name(), meaning))));
        Arbitrary<ModelInterface> processing = Combinators.combine(
                        names,
                        Arbitraries.of(PictureInput.Channels.values()),
                        Arbitraries.of(PictureInput.Order.values()),
                        Arbitraries.<PictureInput.Fit>of(
                                new PictureInput.Stretch(),
                                new PictureInput.Crop(875),
                                new PictureInput.Letterbox(114)),
                        Arbitraries.longs().between(-1_000_000_000L, 1_000_000_000L),
                        Arbitraries.integers().between(1, 100))
                .as(ModelPackageProperties::processing);
        return Combinators.combine(
                        names,
                        texts,
                        Arbitraries.oneOf(contracts, processing),
                        Arbitraries.maps(names, texts).ofMaxSize(5),
                        Arbitraries.longs().between(0, ModelPackage.SIZE_BYTES_MAX / 2),
                        Arbitraries.integers().between(0, 15).map(ModelPackageProperties::provenance))
                .as((name, description, contract, properties, size, provenance) -> new Manifest(
                        new ModelIdentity(name, "1.0", description, LocalDate.of(2026, 2, 28)),
                        contract,
                        List.of(new ModelVariant("fake", "fake")),
                        "card.md",
                        new Licence("MIT", "LICENSE"),
                        new TreeMap<>(properties),
                        List.of(
                                new PackagedFile("LICENSE", 1, Digest.sha256(new byte[1])),
                                new PackagedFile("card.md", 2, Digest.sha256(new byte[2])),
                                new PackagedFile(
                                        "fake/w", ContentStream.sealedSizeBytes(size), Digest.sha256(new byte[3]))),
                        provenance,
                        size % 2 == 0
                                ? Optional.empty()
                                : Optional.of(new Encryption(
                                        Digest.sha256(new byte[5]).value()))));
    }
}
