package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;

/** Shows who did what. */
@Command(
        name = "audit",
        description =
                "Shows the last thousand entries of the registrar's audit trail, the newest first: who did what, and"
                        + " what was refused to whom.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner audit --home my-owner"})
final class OwnerAuditCommand extends OwnerQueryCommand {
    @Override
    Map<String, Object> ask(OwnerOptions registrar)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        return registrar.ask("audit", Map.of());
    }

    @Override
    void print(Map<String, Object> answer, PrintWriter out) {
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
    }
}
