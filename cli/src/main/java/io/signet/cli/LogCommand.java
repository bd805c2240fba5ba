package io.signet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about logs. */
@Command(
        name = "log",
        description = "Shows the log of a node.",
        subcommands = {LogServeCommand.class})
@Exits({ExitCode.OK})
@Examples({"signet log serve my-mesh/node-1"})
final class LogCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
