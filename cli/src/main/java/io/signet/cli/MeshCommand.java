package io.signet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about whole meshes. */
@Command(
        name = "mesh",
        description = "Makes meshes.",
        subcommands = {MeshCreateCommand.class})
@Exits({ExitCode.OK})
@Examples({"signet mesh create my-mesh --nodes 5"})
final class MeshCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
