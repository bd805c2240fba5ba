package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands about the registrar. */
@Command(
        name = "registrar",
        description = "Runs the registrar, which gives nodes their certificates.",
        subcommands = {RegistrarRunCommand.class})
@Exits({ExitCode.OK})
@Examples({"signet registrar run --home my-owner"})
final class RegistrarCommand extends GroupCommand {}
