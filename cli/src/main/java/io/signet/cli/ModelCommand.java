package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands about model packages. */
@Command(
        name = "model",
        description = "Shows, checks, measures and trains model packages.",
        subcommands = {
            ModelShowCommand.class,
            ModelVerifyCommand.class,
            ModelBenchCommand.class,
            ModelTrainCommand.class
        })
@Exits({ExitCode.OK})
@Examples({"signet model show meter-digits.signet", "signet model train meter-digits"})
final class ModelCommand extends GroupCommand {}
