package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands about whole meshes. */
@Command(
        name = "mesh",
        description = "Makes meshes, and shows who is in them.",
        subcommands = {MeshCreateCommand.class, MeshNodesCommand.class})
@Exits({ExitCode.OK})
@Examples({"signet mesh create my-mesh --nodes 5", "signet mesh nodes --mesh my-mesh/requester"})
final class MeshCommand extends GroupCommand {}
