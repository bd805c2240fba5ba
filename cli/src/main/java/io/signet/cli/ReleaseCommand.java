package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands for who makes and signs releases of nodes' firmware. */
@Command(
        name = "release",
        description = "Makes, signs and checks releases of nodes' firmware; docs/updates.md explains them.",
        subcommands = {
            ReleaseKeyCommand.class,
            ReleaseRootCommand.class,
            ReleaseMakeCommand.class,
            ReleaseSignCommand.class,
            ReleaseVerifyCommand.class,
            ReleaseShowCommand.class
        })
@Exits({ExitCode.OK})
@Examples({
    "signet release key anna.key",
    "signet release root 1.root --root-key anna.pub --root-key bert.pub --root-threshold 2 --release-key anna.pub",
    "signet release make node-12 kura-bundles/launcher/target/dist --root 1.root --version 1.2.0 --sequence 12",
    "signet release sign node-12 --key anna.key"
})
final class ReleaseCommand extends GroupCommand {}
