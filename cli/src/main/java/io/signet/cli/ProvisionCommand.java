package io.signet.cli;

import picocli.CommandLine.Command;

/** Groups what shows provisioning. */
@Command(
        name = "provision",
        description = "Plays how boxes become nodes.",
        subcommands = {ProvisionSimulateCommand.class})
@Exits({ExitCode.OK})
@Examples({"signet provision simulate --nodes 50"})
final class ProvisionCommand extends GroupCommand {}
