package io.signet.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of commands that take their time: what they print, and whether they show how far they are. */
final class ProgressOptions {
    private final Environment environment;

    @Option(names = "--json", description = "Print JSON, and no progress.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    ProgressOptions(Environment environment) {
        this.environment = environment;
    }

    /** True if results are to be printed as JSON. */
    boolean json() {
        return json;
    }

    /** True if nobody wants to see how far the command is. */
    boolean quiet() {
        return json || quiet;
    }

    /** Where results go. */
    PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** A line on standard error that shows how far the command is, unless nobody wants it. */
    ProgressLine line() {
        return new ProgressLine(
                command.commandLine().getErr(), environment.progressStyle(quiet()), environment.clock());
    }
}
