package io.signet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about brokers. */
@Command(
        name = "broker",
        description = "Runs a broker of a mesh.",
        subcommands = {BrokerRunCommand.class})
@Exits({ExitCode.OK})
@Examples({"signet broker run --home my-mesh/broker"})
final class BrokerCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
