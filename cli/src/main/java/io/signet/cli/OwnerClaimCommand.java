package io.signet.cli;

import io.signet.pictures.PictureException;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.qr.QrPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Claims a box. */
@Command(
        name = "claim",
        description =
                "Claims a box by the code on its label. May be repeated with other names as long as the node has not"
                        + " come.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({
    "signet owner claim 000G-40R4-0M30-E209-185G-R38E-1W5B --home my-owner --name barn-1 --site farm",
    "signet owner claim SIGNET:000G40R40M30E209185GR38E1W5B --home my-owner --approve",
    "signet owner claim --photo label.jpg --home my-owner --name barn-1"
})
final class OwnerClaimCommand implements Callable<Integer> {
    private static final long PHOTO_BYTES_MAX = 32 * 1024 * 1024;

    private final Environment environment;

    @Parameters(
            paramLabel = "CODE",
            arity = "0..1",
            description = "The code as it is printed, or what its QR code holds.")
    private Optional<String> code = Optional.empty();

    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Option(
            names = "--photo",
            paramLabel = "FILE",
            description = "Read the label's QR code in a PNG or JPEG file, in the place of CODE.")
    private Optional<Path> photo = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "What to call the node.")
    private String name = "";

    @Option(names = "--site", paramLabel = "NAME", description = "Where it is.")
    private String site = "";

    @Option(names = "--group", paramLabel = "NAME", description = "What it belongs to.")
    private String group = "";

    @Option(
            names = "--approve",
            description = "Give the node that comes by this label its certificate without asking again, if its evidence"
                    + " is good.")
    private boolean approve;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    OwnerClaimCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        Label label;
        try {
            label = Label.parse(code());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Map<String, Object> node = owner.ask(
                "claim", Map.of("code", label.text(), "name", name, "site", site, "group", group, "approved", approve));
        spec.commandLine().getOut().println(Answers.sentence(node));
        return ExitCode.OK.code();
    }

    private String code() throws CliException, IOException {
        if (code.isPresent() == photo.isPresent()) {
            throw new ParameterException(spec.commandLine(), "give the label's CODE, or a picture of it by --photo");
        }
        return photo.isPresent() ? read(photo.get()) : code.get();
    }

    private String read(Path file) throws CliException, IOException {
        if (Files.size(file) > PHOTO_BYTES_MAX) {
            throw new CliException(
                    ExitCode.DATA, file + " has more than " + PHOTO_BYTES_MAX + " bytes: make it smaller");
        }
        try {
            return new QrPicture(environment.clock())
                    .read(Files.readAllBytes(file))
                    .orElseThrow(() -> new CliException(
                            ExitCode.DATA, file + ": there is no QR code to be seen; come closer, or type the code"));
        } catch (PictureException e) {
            throw new CliException(ExitCode.DATA, file + " " + e.getMessage());
        }
    }
}
