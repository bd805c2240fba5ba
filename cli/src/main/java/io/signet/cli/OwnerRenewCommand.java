package io.signet.cli;

import picocli.CommandLine.Command;

/** Notes that a node is to renew its certificate. */
@Command(
        name = "renew",
        description =
                "Notes in an enrolled node's profile that it is to renew its certificate. A running node does not ask for its profile"
                        + " yet.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner renew b0f5e7b617073d5e --home my-owner"})
final class OwnerRenewCommand extends OwnerActCommand {
    OwnerRenewCommand() {
        super("renew");
    }
}
