package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Makes labels. */
@Command(
        name = "label",
        description = "Makes labels for boxes that came without: one line each, its id and its code. The codes are kept"
                + " nowhere: print them now. A box has to be claimed all the same.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner label --home my-owner --count 20"})
final class OwnerLabelCommand extends OwnerQueryCommand {
    private static final int COUNT_MAX = 1000;

    @Option(names = "--count", paramLabel = "N", description = "How many, 1 to 1000 (${DEFAULT-VALUE}).")
    private int count = 1;

    @Override
    Map<String, Object> ask(OwnerOptions registrar)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        if (count < 1 || count > COUNT_MAX) {
            throw new ParameterException(spec().commandLine(), "--count is 1 to " + COUNT_MAX + ", not " + count);
        }
        return registrar.ask("label", Map.of("count", count));
    }

    @Override
    void print(Map<String, Object> answer, PrintWriter out) {
        for (Map<String, Object> label : Answers.objects(answer, "labels")) {
            out.println(Answers.text(label, "label") + "  " + Answers.text(label, "code"));
        }
    }
}
