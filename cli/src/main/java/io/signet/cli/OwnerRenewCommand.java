package io.signet.cli;

import picocli.CommandLine.Command;

/** Has a node renew its certificate. */
@Command(
        name = "renew",
        description =
                "Asks an enrolled node to renew its certificate when it looks for its profile next. Nodes renew by themselves at two thirds of a certificate's life.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner renew b0f5e7b617073d5e --home my-owner"})
final class OwnerRenewCommand extends OwnerActCommand {
    OwnerRenewCommand() {
        super("renew");
    }
}
