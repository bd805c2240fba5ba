package io.signet.cli;

import picocli.CommandLine.Command;

/** Approves a node that waits. */
@Command(
        name = "approve",
        description =
                "Approves the node that waits, so that it gets its certificate when it asks next; or the one that will"
                        + " come by a claimed label.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner approve b0f5e7b617073d5e --home my-owner"})
final class OwnerApproveCommand extends OwnerActCommand {
    OwnerApproveCommand() {
        super("approve");
    }
}
