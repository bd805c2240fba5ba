package io.signet.meter.training;

import io.signet.inference.model.Manifest;
import io.signet.inference.model.ModelIdentity;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.OutputHint;
import io.signet.inference.model.Publisher;
import io.signet.inference.spi.TensorSpec;
import io.signet.meter.MeterModel;
import io.signet.meter.training.internal.Training;
import io.signet.runtime.Trees;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Trains {@code meter-digits}. One training at a time in a process; TensorFlow's library must be on
 * {@code java.library.path}. The first TensorFlow session of a process fixes its threads: a training that comes first
 * uses one, and repeats to the bit.
 */
public final class MeterTraining {
    /** Version of the model that this code trains. */
    public static final String VERSION = "1.0.0";

    private static final String SAVED_MODEL = "tensorflow-savedmodel";
    private static final String ONNX = "onnx";

    /** Some tens of times what ONNX Runtime and TensorFlow have differed by on the samples. */
    private static final String TOLERANCE = "0.0001";

    private static final int TEXT_BYTES_MAX = 1 << 20;

    private final Executor drawing;

    /**
     * A training.
     *
     * @param drawing where pictures are drawn while the calling thread learns: a second thread, or {@code Runnable::run}
     */
    public MeterTraining(Executor drawing) {
        this.drawing = drawing;
    }

    /**
     * Trains a model and writes it to {@code target} as a package signed by {@code publisher}. Takes minutes.
     *
     * @param created the day that the package states
     * @throws IOException if the package can't be written
     * @throws SigningException if the publisher's key can't sign
     * @throws InterruptedException if the calling thread is interrupted; nothing is written then
     */
    public TrainedModel train(
            TrainingOptions options, TrainingProgress progress, Path target, Publisher publisher, LocalDate created)
            throws IOException, SigningException, InterruptedException {
        Path directory = Files.createTempDirectory("signet-training-");
        try {
            Path savedModel = Files.createDirectory(directory.resolve(SAVED_MODEL));
            Path onnx = Files.createDirectory(directory.resolve(ONNX));
            TrainedModel.Quality quality = Training.run(options, progress, drawing, savedModel, onnx);
            Digest digest = new ModelPackageWriter(identity(created), contract())
                    .variant(SAVED_MODEL, savedModel)
                    .variant(ONNX, onnx)
                    .card(Bytes.utf8(card(options, quality)))
                    .licence("Apache-2.0", Bytes.utf8(resource("LICENSE")))
                    .property(Manifest.TOLERANCE, TOLERANCE)
                    .property("training.seed", Long.toString(options.seed()))
                    .property("training.steps", Integer.toString(options.steps()))
                    .property("training.batch", Integer.toString(options.batch()))
                    .write(target, publisher);
            return new TrainedModel(target, digest, quality);
        } finally {
            Trees.delete(directory);
        }
    }

    private static ModelIdentity identity(LocalDate created) {
        return new ModelIdentity(
                MeterModel.NAME,
                VERSION,
                "Tells the digits of six-digit meter displays, seven-segment and dot-matrix, and crops that show none.",
                created);
    }

    private static ModelInterface contract() {
        return new ModelInterface(
                List.of(new TensorSpec(
                        MeterModel.INPUT,
                        DataType.UINT8,
                        List.of(TensorSpec.ANY, (long) MeterModel.CROP_HEIGHT, (long) MeterModel.CROP_WIDTH, 1L))),
                List.of(new TensorSpec(
                        MeterModel.OUTPUT, DataType.FP32, List.of(TensorSpec.ANY, (long) MeterModel.CLASSES))),
                MeterModel.labels(),
                Optional.empty(), // a picture holds six rows of the input, so no picture becomes one row
                List.of(new OutputHint(MeterModel.OUTPUT, OutputHint.Meaning.PROBABILITIES)));
    }

    private static String card(TrainingOptions options, TrainedModel.Quality quality) throws IOException {
        return resource("model-card.md")
                .replace("{tolerance}", TOLERANCE)
                .replace("{seed}", Long.toString(options.seed()))
                .replace("{steps}", Integer.toString(options.steps()))
                .replace("{batch}", Integer.toString(options.batch()))
                .replace("{meters}", Integer.toString(quality.meters()))
                .replace("{others}", Integer.toString(quality.others()))
                .replace("{digitsRight}", percent(quality.digitsRight()))
                .replace("{readingsRight}", percent(quality.readingsRight()))
                .replace("{readingsWrong}", percent(quality.readingsWrong()))
                .replace("{guessed}", percent(quality.guessed()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share * 100);
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = MeterTraining.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar of the training lacks its resource " + name);
            }
            return new String(stream.readNBytes(TEXT_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }
}
