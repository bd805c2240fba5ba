package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands about logs. */
@Command(
        name = "log",
        description = "Shows the log of a node.",
        subcommands = {LogServeCommand.class})
@Exits({ExitCode.OK})
@Examples({"signet log serve my-mesh/node-1"})
final class LogCommand extends GroupCommand {}
