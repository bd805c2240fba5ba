package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands for owners. */
@Command(
        name = "owner",
        description = "Makes an owner; says what his nodes are, at a running registrar.",
        subcommands = {
            OwnerInitCommand.class,
            OwnerLabelCommand.class,
            OwnerClaimCommand.class,
            OwnerNodesCommand.class,
            OwnerApproveCommand.class,
            OwnerSetCommand.class,
            OwnerModelsCommand.class,
            OwnerRenewCommand.class,
            OwnerRetireCommand.class,
            OwnerReleaseCommand.class,
            OwnerVoucherCommand.class,
            OwnerRevokeCommand.class,
            OwnerUpdateCommand.class,
            OwnerMemberCommand.class,
            OwnerExportCommand.class,
            OwnerAuditCommand.class
        })
@Exits({ExitCode.OK})
@Examples({
    "signet owner init my-owner --name Farm",
    "signet owner claim 000G-40R4-0M30-E209-185G-R38E-1W5B --home my-owner --name barn-1",
    "signet owner nodes --home my-owner"
})
final class OwnerCommand extends GroupCommand {}
