package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands about nodes. */
@Command(
        name = "node",
        description =
                "Runs a node of a mesh, shows how it is and its key, sets the password of its console, and resets it.",
        subcommands = {
            NodeRunCommand.class,
            NodeStatusCommand.class,
            NodeKeyCommand.class,
            NodeConsolePasswordCommand.class,
            NodeResetCommand.class
        })
@Exits({ExitCode.OK})
@Examples({"signet node run --home my-mesh/node-1", "signet node key --home my-mesh/node-1"})
final class NodeCommand extends GroupCommand {}
