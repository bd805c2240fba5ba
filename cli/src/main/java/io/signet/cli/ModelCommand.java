package io.signet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about model packages. */
@Command(
        name = "model",
        description = "Shows, checks and trains model packages.",
        subcommands = {ModelShowCommand.class, ModelVerifyCommand.class, ModelTrainCommand.class})
@Exits({ExitCode.OK})
@Examples({"signet model show meter-digits.signet", "signet model train meter-digits"})
final class ModelCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
