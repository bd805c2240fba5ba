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

/** Approves a node that waits. */
@Command(
        name = "approve",
        description =
                "Approves the node that waits, so that it gets its certificate when it asks next; or the one that will come"
                        + " by a claimed label.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner approve b0f5e7b617073d5e --home my-owner"})
final class OwnerApproveCommand implements Callable<Integer> {
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
        Map<String, Object> node = owner.ask("approve", Map.of("label", label));
        spec.commandLine().getOut().println(Answers.sentence(node));
        return ExitCode.OK.code();
    }
}
