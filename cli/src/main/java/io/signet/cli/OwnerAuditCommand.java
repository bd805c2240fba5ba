package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows who did what. */
@Command(
        name = "audit",
        description =
                "Shows the last thousand entries of the registrar's audit trail, the newest first: who did what, and"
                        + " what was refused to whom.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner audit --home my-owner"})
final class OwnerAuditCommand implements Callable<Integer> {
    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Option(names = "--json", description = "Print them as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        Map<String, Object> answer = owner.ask("audit", Map.of());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, answer);
            return ExitCode.OK.code();
        }
        for (Map<String, Object> entry : Answers.objects(answer, "entries")) {
            String at = entry.get("at") instanceof Number millis
                    ? Instant.ofEpochMilli(millis.longValue()).toString()
                    : "";
            out.println(String.join(
                            "  ",
                            at,
                            Answers.text(entry, "actor"),
                            Answers.text(entry, "action"),
                            Answers.text(entry, "label"),
                            Answers.text(entry, "detail"))
                    .stripTrailing());
        }
        return ExitCode.OK.code();
    }
}
