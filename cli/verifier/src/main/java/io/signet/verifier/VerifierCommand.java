package io.signet.verifier;

import io.signet.provisioning.ProvisioningException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command of the small jar. */
@Command(
        name = "signet-verifier",
        mixinStandardHelpOptions = true,
        versionProvider = VerifierCommand.Version.class,
        description = {
            "Checks receipts, saved answers, whole logs and proofs of a forked log against a trust policy: offline, without"
                    + " an account, without asking any node. Says for each what is proved, what failed and what is not"
                    + " proved.",
            "Something is accepted only if everything that the policy demands holds."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was accepted",
            "1:something was rejected",
            "2:the command line is wrong",
            "65:a file that was given is missing or wrong",
            "70:a bug in this program"
        })
final class VerifierCommand implements Callable<Integer> {
    private static final int BUG = 70;

    private final InstantSource clock;

    @Mixin
    private final CheckOptions options = new CheckOptions();

    @Option(
            names = {"--policy", "--trust"},
            paramLabel = "FILE",
            required = true,
            description = "The trust policy: whom and what you believe.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path policy;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private VerifierCommand(InstantSource clock) {
        this.clock = clock;
    }

    /** The command line, which prints to {@code out} and {@code err}. */
    static CommandLine commandLine(InstantSource clock, PrintWriter out, PrintWriter err) {
        return new CommandLine(new VerifierCommand(clock))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof ProvisioningException wrong) {
                        err.println("signet-verifier: " + Printable.of(wrong.getMessage()));
                        return Outcome.UNREADABLE.exitCode();
                    }
                    err.println("signet-verifier: internal error; please report it with the lines below");
                    failure.printStackTrace(err);
                    return BUG;
                });
    }

    @Override
    public Integer call() throws ProvisioningException {
        return options.check(policy, spec.commandLine().getOut(), clock.millis())
                .exitCode();
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = VerifierCommand.class.getPackage().getImplementationVersion();
            return new String[] {"signet-verifier " + (version == null ? "(not from its jar)" : version)};
        }
    }
}
