package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes labels. */
@Command(
        name = "label",
        description = "Makes labels for boxes that came without: one line each, its id and its code. The codes are kept"
                + " nowhere: print them now. A box has to be claimed all the same.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner label --home my-owner --count 20"})
final class OwnerLabelCommand implements Callable<Integer> {
    private static final int COUNT_MAX = 1000;

    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Option(names = "--count", paramLabel = "N", description = "How many, 1 to 1000 (${DEFAULT-VALUE}).")
    private int count = 1;

    @Option(names = "--json", description = "Print them as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        if (count < 1 || count > COUNT_MAX) {
            throw new ParameterException(spec.commandLine(), "--count is 1 to " + COUNT_MAX + ", not " + count);
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> made = owner.ask("label", Map.of("count", count));
        if (json) {
            Json.print(out, made);
            return ExitCode.OK.code();
        }
        for (Map<String, Object> label : Answers.objects(made, "labels")) {
            out.println(Answers.text(label, "label") + "  " + Answers.text(label, "code"));
        }
        return ExitCode.OK.code();
    }
}
