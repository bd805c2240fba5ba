package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;

/** Says how far a release is. */
@Command(
        name = "status",
        description = "Says how far the release is that was begun last: in which group, and on how many nodes it runs"
                + " or failed.")
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner update status --home my-owner", "signet owner update status --json --home my-owner"})
final class OwnerUpdateStatusCommand extends OwnerQueryCommand {
    @Override
    Map<String, Object> ask(OwnerOptions registrar)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        return registrar.ask("update-status", Map.of());
    }

    @Override
    void print(Map<String, Object> answer, PrintWriter out) {
        if (Answers.text(answer, "state").equals("none")) {
            out.println("no release was begun");
            return;
        }
        String reason = Answers.text(answer, "reason");
        out.println(Answers.text(answer, "release") + ": " + Answers.text(answer, "state") + ", group '"
                + Answers.text(answer, "stage") + "'" + (reason.isEmpty() ? "" : "; " + reason));
        Table table = new Table(
                Table.Column.left("GROUP"),
                Table.Column.right("NODES"),
                Table.Column.right("RUN IT"),
                Table.Column.right("FAILED"));
        for (Map<String, Object> group : Answers.objects(answer, "groups")) {
            table.row(
                    "'" + Answers.text(group, "group") + "'",
                    Answers.text(group, "nodes"),
                    Answers.text(group, "running"),
                    Answers.text(group, "failed"));
        }
        table.print(out);
    }
}
