package io.signet.cli;

import picocli.CommandLine.Command;

/** Takes a node out of use. */
@Command(
        name = "retire",
        description =
                "Takes an enrolled node out of use: its certificate is not renewed and is on the list of what is revoked, and its"
                        + " profile says so. A running node does not ask for its profile yet: stop it, too. There is no way"
                        + " back.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner retire b0f5e7b617073d5e --home my-owner"})
final class OwnerRetireCommand extends OwnerActCommand {
    OwnerRetireCommand() {
        super("retire");
    }
}
