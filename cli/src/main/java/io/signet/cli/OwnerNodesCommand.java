package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;

/** Shows labels and nodes. */
@Command(
        name = "nodes",
        description =
                "Shows all labels and the nodes that came by them: how far each is, and what its evidence shows of its"
                        + " key.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner nodes --home my-owner", "signet owner nodes --home my-owner --json"})
final class OwnerNodesCommand extends OwnerQueryCommand {
    @Override
    Map<String, Object> ask(OwnerOptions registrar)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        return Map.of("nodes", registrar.askAll("nodes", "nodes", "label"));
    }

    @Override
    void print(Map<String, Object> answer, PrintWriter out) {
        Table table = new Table(
                Table.Column.left("label"),
                Table.Column.left("state"),
                Table.Column.left("name"),
                Table.Column.left("site"),
                Table.Column.left("group"),
                Table.Column.left("node"),
                Table.Column.left("key"));
        for (Map<String, Object> node : Answers.objects(answer, "nodes")) {
            table.row(
                    Answers.text(node, "label"),
                    Answers.text(node, "state"),
                    Answers.text(node, "name"),
                    Answers.text(node, "site"),
                    Answers.text(node, "group"),
                    Answers.text(node, "node"),
                    Answers.text(node, "assurance"));
        }
        table.print(out);
    }
}
