package io.signet.cli;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Publisher;
import io.signet.meter.MeterModel;
import io.signet.meter.training.MeterTraining;
import io.signet.meter.training.TrainedModel;
import io.signet.meter.training.TrainingOptions;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains the demo's model. */
@Command(
        name = "train",
        description = {
            "Trains a model on this machine, with TensorFlow, on pictures that are drawn while it learns, and writes it"
                    + " as a signed model package. Takes a few minutes.",
            "The same options give the same model on the same machine."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.CANNOT_CREATE, ExitCode.INTERRUPTED})
@Examples({"signet model train meter-digits", "signet model train meter-digits --steps 500 --seed 7 --out quick.signet"
})
final class ModelTrainCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(
            paramLabel = "MODEL",
            description = "The model: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Models.class)
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String model;

    @Option(names = "--steps", paramLabel = "N", description = "How many batches are learnt from (${DEFAULT-VALUE}).")
    private int steps = TrainingOptions.DEFAULT.steps();

    @Option(names = "--batch", paramLabel = "N", description = "How many digits a batch has (${DEFAULT-VALUE}).")
    private int batch = TrainingOptions.DEFAULT.batch();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides what is drawn and what training starts from" + " (${DEFAULT-VALUE}).")
    private long seed = TrainingOptions.DEFAULT.seed();

    @Option(
            names = "--validate",
            paramLabel = "N",
            description = "On how many new pictures the trained model is measured" + " (${DEFAULT-VALUE}).")
    private int validationPictures = TrainingOptions.DEFAULT.validationPictures();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write the package. By default MODEL.signet in" + " the current directory.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherKeyOption publisherKey;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProgressOptions progress;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ModelTrainCommand(Environment environment) {
        this.environment = environment;
    }

    /** The models that can be trained. */
    static final class Models implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(MeterModel.NAME).iterator();
        }
    }

    @Override
    public Integer call() throws CliException, IOException, SigningException, InterruptedException {
        if (!model.equals(MeterModel.NAME)) {
            throw new ParameterException(
                    spec.commandLine(), "no model '" + model + "' can be trained; there is " + MeterModel.NAME);
        }
        TrainingOptions options = options();
        environment.built("TensorFlow's library", "target/natives/tensorflow");
        Path target = out.orElse(Path.of(model + ModelPackage.EXTENSION));
        if (!Files.isDirectory(target.toAbsolutePath().getParent())) {
            throw new CliException(ExitCode.CANNOT_CREATE, target + ": its directory does not exist");
        }
        Publisher publisher = publisherKey.publisher();
        LocalDate today = environment.today();
        TrainedModel trained = train(options, target, publisher, today);
        PrintWriter result = progress.out();
        if (progress.json()) {
            Json.print(result, toJson(trained, publisher));
        } else {
            print(result, trained, publisher);
        }
        return ExitCode.OK.code();
    }

    private TrainingOptions options() {
        try {
            return new TrainingOptions(seed, steps, batch, validationPictures);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private TrainedModel train(TrainingOptions options, Path target, Publisher publisher, LocalDate today)
            throws IOException, SigningException, InterruptedException {
        ExecutorService drawing = Executors.newSingleThreadExecutor();
        try (ProgressLine line = progress.line()) {
            return new MeterTraining(drawing)
                    .train(
                            options,
                            (step, all, loss, accuracy) -> line.show(
                                    step,
                                    all,
                                    String.format(Locale.ROOT, "loss %.3f  right %.1f %%", loss, accuracy * 100)),
                            target,
                            publisher,
                            today);
        } finally {
            drawing.shutdownNow();
        }
    }

    private static void print(PrintWriter out, TrainedModel trained, Publisher publisher) {
        TrainedModel.Quality quality = trained.quality();
        out.println("Wrote " + trained.file() + ", digest " + trained.digest() + ", publisher " + publisher.key());
        out.println(String.format(
                Locale.ROOT,
                "On %d new pictures of meters: %.2f %% of the digits right, %.2f %% of the readings right, %.2f %% wrong.",
                quality.meters(),
                quality.digitsRight() * 100,
                quality.readingsRight() * 100,
                quality.readingsWrong() * 100));
        out.println(String.format(
                Locale.ROOT,
                "On %d pictures without a reading: guessed one on %.2f %%.",
                quality.others(),
                quality.guessed() * 100));
    }

    private static Map<String, Object> toJson(TrainedModel trained, Publisher publisher) {
        TrainedModel.Quality quality = trained.quality();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", trained.file().toString());
        object.put("digest", trained.digest().toHex());
        object.put("publisher", publisher.key().toHex());
        object.put("meters", quality.meters());
        object.put("digits_right", quality.digitsRight());
        object.put("readings_right", quality.readingsRight());
        object.put("readings_wrong", quality.readingsWrong());
        object.put("others", quality.others());
        object.put("guessed", quality.guessed());
        return object;
    }
}
