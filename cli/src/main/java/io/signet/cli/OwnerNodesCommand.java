package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Shows labels and nodes. */
@Command(
        name = "nodes",
        description =
                "Shows all labels and the nodes that came by them: how far each is, and what its evidence shows of its"
                        + " key; of those that wait or were refused all that was found: + holds, - does not, ? can't be"
                        + " known.")
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
        List<Map<String, Object>> nodes = Answers.objects(answer, "nodes");
        for (Map<String, Object> node : nodes) {
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
        SeenEvidence.print(out, nodes);
    }
}
