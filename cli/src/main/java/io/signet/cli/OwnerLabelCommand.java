package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.qr.LabelQr;
import io.signet.registrar.qr.LabelSheet;
import io.signet.runtime.OwnerOnlyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Makes labels. */
@Command(
        name = "label",
        description = "Makes labels for boxes that came without: one line each, its id and its code. The codes are kept"
                + " nowhere: print them now. A box has to be claimed all the same.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.CANNOT_CREATE, ExitCode.UNAVAILABLE})
@Examples({"signet owner label --home my-owner --qr", "signet owner label --home my-owner --count 20 --qr pallet.html"})
final class OwnerLabelCommand extends OwnerQueryCommand {
    private static final int COUNT_MAX = 1000;
    private static final String PNG = ".png";
    private static final String HTML = ".html";
    private static final int MODULE_PIXELS = 8;
    /** Light modules are drawn white, dark ones are black ground, whatever the terminal's colours are. */
    private static final String LIGHT_ON_DARK = "\u001b[97;40m";

    private static final String AS_BEFORE = "\u001b[0m";

    private final Environment environment;

    @Option(names = "--count", paramLabel = "N", description = "How many, 1 to 1000 (${DEFAULT-VALUE}).")
    private int count = 1;

    @Option(
            names = "--qr",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Make QR codes, too: below each line; or in a new file, a page to print with all labels (FILE.html)"
                            + " or a picture of one (FILE.png). Who has the file can claim the boxes.")
    private Optional<String> qr = Optional.empty();

    OwnerLabelCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    Map<String, Object> ask(OwnerOptions registrar)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        if (count < 1 || count > COUNT_MAX) {
            throw new ParameterException(spec().commandLine(), "--count is 1 to " + COUNT_MAX + ", not " + count);
        }
        Optional<Path> file = file();
        Map<String, Object> answer = registrar.ask("label", Map.of("count", count));
        if (file.isPresent()) {
            write(file.get(), labels(answer));
        }
        return answer;
    }

    /** Where the QR codes go; looked at before there are labels, which nobody could get again. */
    private Optional<Path> file() throws CliException {
        if (qr.isEmpty() || qr.get().isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(qr.get());
        boolean picture = qr.get().endsWith(PNG);
        if (!picture && !qr.get().endsWith(HTML)) {
            throw new ParameterException(
                    spec().commandLine(), "--qr: the file's name ends with .html or .png, not as " + file);
        }
        if (picture && count > 1) {
            throw new ParameterException(
                    spec().commandLine(), "--qr: a picture has one label; for " + count + " name a FILE.html");
        }
        return Optional.of(WholeFile.requireNew(file));
    }

    private static List<Label> labels(Map<String, Object> answer) {
        return Answers.objects(answer, "labels").stream()
                .map(label -> Label.parse(Answers.text(label, "code")))
                .toList();
    }

    private static void write(Path file, List<Label> labels) throws IOException {
        OwnerOnlyFile.create(
                file,
                file.toString().endsWith(PNG)
                        ? LabelQr.of(labels.get(0)).png(MODULE_PIXELS)
                        : LabelSheet.html(labels).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void print(Map<String, Object> answer, PrintWriter out) {
        boolean drawn = qr.filter(String::isEmpty).isPresent();
        for (Map<String, Object> label : Answers.objects(answer, "labels")) {
            String code = Answers.text(label, "code");
            out.println(Answers.text(label, "label") + "  " + code);
            if (drawn) {
                LabelQr.of(Label.parse(code)).lines().forEach(line -> out.println(coloured(line)));
            }
        }
    }

    private String coloured(String line) {
        return environment.terminal() ? LIGHT_ON_DARK + line + AS_BEFORE : line;
    }
}
