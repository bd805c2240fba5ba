package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands that bring releases to nodes. */
@Command(
        name = "update",
        description = "Brings releases of firmware to nodes, group by group; docs/updates.md explains it.",
        subcommands = {
            OwnerUpdateTrustCommand.class,
            OwnerUpdateStartCommand.class,
            OwnerUpdateStatusCommand.class,
            OwnerUpdateStopCommand.class
        })
@Exits({ExitCode.OK})
@Examples({
    "signet owner update trust 1.root --home my-owner",
    "signet owner update start node-12 --stages canary,default --home my-owner",
    "signet owner update status --home my-owner"
})
final class OwnerUpdateCommand extends GroupCommand {}
