package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.registrar.NodeBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows labels and nodes. */
@Command(
        name = "nodes",
        description =
                "Shows all labels and the nodes that came by them: how far each is, and what its evidence shows of its"
                        + " key.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner nodes --home my-owner", "signet owner nodes --home my-owner --json"})
final class OwnerNodesCommand implements Callable<Integer> {
    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Option(names = "--json", description = "Print them as JSON, with the digest of each node's evidence.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        List<Map<String, Object>> nodes = all();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, Map.of("nodes", nodes));
            return ExitCode.OK.code();
        }
        Table table = new Table(
                Table.Column.left("label"),
                Table.Column.left("state"),
                Table.Column.left("name"),
                Table.Column.left("site"),
                Table.Column.left("group"),
                Table.Column.left("node"),
                Table.Column.left("key"));
        nodes.forEach(node -> table.row(
                Answers.text(node, "label"),
                Answers.text(node, "state"),
                Answers.text(node, "name"),
                Answers.text(node, "site"),
                Answers.text(node, "group"),
                Answers.text(node, "node"),
                Answers.text(node, "assurance")));
        table.print(out);
        return ExitCode.OK.code();
    }

    /** A registrar gives a thousand at a time. */
    private List<Map<String, Object>> all()
            throws CliException, ProvisioningException, IOException, InterruptedException {
        List<Map<String, Object>> nodes = new ArrayList<>();
        List<Map<String, Object>> some;
        do {
            String after = nodes.isEmpty() ? "" : Answers.text(nodes.get(nodes.size() - 1), "label");
            some = Answers.objects(owner.ask("nodes", Map.of("after", after)), "nodes");
            nodes.addAll(some);
        } while (some.size() == NodeBook.ROWS_MAX);
        return nodes;
    }
}
