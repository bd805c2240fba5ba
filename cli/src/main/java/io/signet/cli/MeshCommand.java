package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands about whole meshes. */
@Command(
        name = "mesh",
        description = "Makes meshes.",
        subcommands = {MeshCreateCommand.class})
@Exits({ExitCode.OK})
@Examples({"signet mesh create my-mesh --nodes 5"})
final class MeshCommand extends GroupCommand {}
