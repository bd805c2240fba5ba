package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Something that an owner does to one label, and what the node is then. */
abstract class OwnerActCommand implements Callable<Integer> {
    private final String act;

    @Parameters(paramLabel = "LABEL", description = "The label's id, as 'signet owner nodes' shows it.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String label;

    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** What the registrar calls it. */
    OwnerActCommand(String act) {
        this.act = act;
    }

    @Override
    public final Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        Map<String, Object> node = owner.ask(act, Map.of("label", label));
        spec.commandLine().getOut().println(Answers.sentence(node));
        return ExitCode.OK.code();
    }
}
