package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Something that a registrar tells its owner, for people or as JSON. */
abstract class OwnerQueryCommand implements Callable<Integer> {
    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Option(names = "--json", description = "Print all of it as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public final Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        Map<String, Object> answer = ask(owner);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, answer);
        } else {
            print(answer, out);
        }
        return ExitCode.OK.code();
    }

    /** The command line, for what is wrong with it. */
    CommandSpec spec() {
        return spec;
    }

    /** Asks the registrar. */
    abstract Map<String, Object> ask(OwnerOptions registrar)
            throws CliException, ProvisioningException, IOException, InterruptedException;

    /** Prints the answer for people. */
    abstract void print(Map<String, Object> answer, PrintWriter out);
}
