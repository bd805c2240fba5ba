package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands about brokers. */
@Command(
        name = "broker",
        description = "Runs a broker of a mesh.",
        subcommands = {BrokerRunCommand.class})
@Exits({ExitCode.OK})
@Examples({"signet broker run --home my-mesh/broker"})
final class BrokerCommand extends GroupCommand {}
