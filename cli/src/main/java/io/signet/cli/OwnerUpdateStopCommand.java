package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lets no other node get a release. */
@Command(
        name = "stop",
        description = "Lets no other node get the release that is on its way. Nodes that run it already go on with it.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner update stop --home my-owner"})
final class OwnerUpdateStopCommand extends OwnerQueryCommand {
    @Override
    Map<String, Object> ask(OwnerOptions registrar)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        return registrar.ask("update-stop", Map.of());
    }

    @Override
    void print(Map<String, Object> answer, PrintWriter out) {
        out.println(Answers.text(answer, "release") + " is stopped");
    }
}
