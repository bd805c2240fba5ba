package io.signet.cli;

import picocli.CommandLine.Command;

/** The group of commands about model packages. */
@Command(
        name = "model",
        description = "Makes, shows, checks, measures, gives out and takes back model packages.",
        subcommands = {
            ModelImportCommand.class,
            ModelListCommand.class,
            ModelShowCommand.class,
            ModelVerifyCommand.class,
            ModelBenchCommand.class,
            ModelPushCommand.class,
            ModelGrantCommand.class,
            ModelRemoveCommand.class,
            ModelTrainCommand.class
        })
@Exits({ExitCode.OK})
@Examples({
    "signet model import digits.onnx --name digits",
    "signet model push digits.signet my-mesh/node-*",
    "signet model bench digits.signet"
})
final class ModelCommand extends GroupCommand {}
