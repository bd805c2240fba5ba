package io.signet.cli;

import io.signet.mesh.JobRequest;
import io.signet.meter.MeterModel;
import io.signet.meter.MeterReader;
import io.signet.meter.Split;
import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends work to a running mesh. */
@Command(
        name = "infer",
        description = {
            "Sends pictures to a running mesh, and prints what they show and who computed it. Every answer's receipt is"
                    + " checked against the trust policy of the profile.",
            "A file that is no picture is reported, and the others are still sent."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.CANNOT_CREATE, ExitCode.INTERRUPTED
})
@Examples({
    "signet infer --mesh my-mesh/requester --model meter-digits meter.png",
    "signet infer --mesh my-mesh/requester/mesh.yaml --model meter-digits --receipts receipts/ pictures/"
})
final class InferCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Pictures (PNG, JPEG); of a directory, all in and" + " below it.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private RequesterOption requester;

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "The model's name.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String model;

    @Option(
            names = "--receipts",
            paramLabel = "DIR",
            description = "Save each receipt in this directory, for 'signet" + " verify'. It is made if need be.")
    private Optional<Path> receipts = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long a thousand pictures may take, 1 to 3600" + " (${DEFAULT-VALUE}).")
    private int timeoutSeconds = 300;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description =
                    "How long to wait for a broker, and for a node that" + " serves the model (${DEFAULT-VALUE}).")
    private int waitSeconds = 15;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProgressOptions progress;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    InferCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        if (timeoutSeconds < 1 || timeout.compareTo(JobRequest.TIMEOUT_MAX) > 0) {
            throw new ParameterException(spec.commandLine(), "--timeout is 1 to 3600, not " + timeoutSeconds);
        }
        List<Path> files = PictureFiles.find(paths);
        if (receipts.isPresent()) {
            Files.createDirectories(receipts.get());
        }
        try (ProgressLine line = progress.line();
                MeshSession session = MeshSession.join(requester.profile(), environment.clock(), line::note)) {
            session.awaitModel(model, 1, Duration.ofSeconds(waitSeconds), serving -> line.show("waiting for the mesh"));
            if (!model.equals(MeterModel.NAME)) {
                throw new CliException(
                        ExitCode.DATA,
                        "this command can make pictures into inputs of " + MeterModel.NAME + " only, not of " + model);
            }
            List<Split> pictures = split(files, line);
            ReceiptCheck check = new ReceiptCheck(session.policy(), environment.clock(), receipts);
            MeterJob job = new MeterJob(session.mesh(), check, environment.clock(), timeout);
            List<MeterJob.Outcome> outcomes =
                    job.run(pictures, (answered, all) -> line.show(answered, all, "digits answered"));
            line.done();
            MeterReport report = new MeterReport(outcomes, check.all());
            if (progress.json()) {
                Json.print(progress.out(), report.toJson());
            } else {
                report.print(progress.out());
            }
            return report.exitCode().code();
        }
    }

    /** Splits every picture into digits; shows how far it is. */
    static List<Split> split(List<Path> files, ProgressLine line) {
        MeterReader reader = new MeterReader();
        List<Split> pictures = new ArrayList<>();
        for (Path file : files) {
            pictures.add(reader.split(file));
            line.show(pictures.size(), files.size(), "pictures opened");
        }
        return pictures;
    }
}
