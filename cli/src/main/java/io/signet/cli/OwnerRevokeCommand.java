package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Revokes a node. */
@Command(
        name = "revoke",
        description =
                "Revokes a node with all of its certificates, or a label before a node came. There is no way back: the node needs"
                        + " a new key and a new label.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner revoke b0f5e7b617073d5e --home my-owner"})
final class OwnerRevokeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LABEL", description = "The label's id, as 'signet owner nodes' shows it.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String label;

    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        Map<String, Object> node = owner.ask("revoke", Map.of("label", label));
        spec.commandLine().getOut().println(Answers.sentence(node));
        return ExitCode.OK.code();
    }
}
