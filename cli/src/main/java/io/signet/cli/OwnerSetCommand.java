package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what an owner wants of a node. */
@Command(
        name = "set",
        description =
                "Says what a node is called, where it is, what it belongs to, which mesh it joins and which model packages"
                        + " it has. What is not named stays. A box learns it when it becomes a node; a running node does"
                        + " not ask yet.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({
    "signet owner set b0f5e7b617073d5e --home my-owner --name barn-2 --group north",
    "signet owner set b0f5e7b617073d5e --home my-owner --mesh farm --model meter-digits"
})
final class OwnerSetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LABEL", description = "The label's id, as 'signet owner nodes' shows it.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String label;

    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Option(names = "--name", paramLabel = "NAME", description = "What to call the node.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--site", paramLabel = "NAME", description = "Where it is.")
    private Optional<String> site = Optional.empty();

    @Option(names = "--group", paramLabel = "NAME", description = "What it belongs to.")
    private Optional<String> group = Optional.empty();

    @Option(
            names = "--mesh",
            paramLabel = "NAME",
            description = "Which mesh of registrar.yaml it joins; an empty name for the first.")
    private Optional<String> mesh = Optional.empty();

    @Mixin
    private final OwnerModelOptions models = new OwnerModelOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        boolean place = name.isPresent() || site.isPresent() || group.isPresent();
        if (!place && mesh.isEmpty() && !models.given()) {
            throw new ParameterException(spec.commandLine(), "say what to set, such as --name");
        }
        Map<String, Object> node = Map.of();
        if (place) {
            Map<String, Object> now = now();
            node = owner.ask(
                    "name",
                    Map.of(
                            "label",
                            label,
                            "name",
                            name.orElse(Answers.text(now, "name")),
                            "site",
                            site.orElse(Answers.text(now, "site")),
                            "group",
                            group.orElse(Answers.text(now, "group"))));
        }
        if (mesh.isPresent()) {
            node = owner.ask("mesh", Map.of("label", label, "mesh", mesh.get()));
        }
        if (models.given()) {
            List<String> digests = models.digests(owner);
            node = owner.ask("models", Map.of("label", label, "models", digests));
        }
        spec.commandLine().getOut().println(Answers.sentence(node));
        return ExitCode.OK.code();
    }

    private Map<String, Object> now() throws CliException, ProvisioningException, IOException, InterruptedException {
        return owner.ask("node", Map.of("label", label));
    }
}
