package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the owner's model packages, and says which a group has. */
@Command(
        name = "models",
        description =
                "Shows the model packages that the registrar has for nodes, and which of them all nodes of a group have; or"
                        + " says which they have. 'signet owner set' does so for one node.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({
    "signet owner models --home my-owner",
    "signet owner models --home my-owner --group north --model meter-digits"
})
final class OwnerModelsCommand extends OwnerQueryCommand {
    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "Which group is meant; without it that without a name.")
    private String group = "";

    @Mixin
    private final OwnerModelOptions models = new OwnerModelOptions();

    @Override
    Map<String, Object> ask(OwnerOptions registrar)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        if (models.given()) {
            registrar.ask("models", Map.of("group", group, "models", models.digests(registrar)));
        }
        return registrar.ask("offer", Map.of("group", group));
    }

    @Override
    void print(Map<String, Object> answer, PrintWriter out) {
        Table table = new Table(
                Table.Column.left("package"),
                Table.Column.left("bytes"),
                Table.Column.left("SHA-256"),
                Table.Column.left("in the group"));
        List<?> ofGroup = answer.get("group") instanceof List<?> list ? list : List.of();
        for (Map<String, Object> model : Answers.objects(answer, "models")) {
            table.row(
                    Answers.text(model, "name"),
                    Answers.text(model, "size"),
                    Answers.text(model, "digest"),
                    ofGroup.contains(model.get("digest")) ? "yes" : "no");
        }
        table.print(out);
    }
}
