package io.signet.cli;

import picocli.CommandLine.Command;

/** Revokes a node. */
@Command(
        name = "revoke",
        description =
                "Revokes a node with all of its certificates, or a label before a node came. There is no way back:"
                        + " the node needs a new key and a new label.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner revoke b0f5e7b617073d5e --home my-owner"})
final class OwnerRevokeCommand extends OwnerActCommand {
    OwnerRevokeCommand() {
        super("revoke");
    }
}
