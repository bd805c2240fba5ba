package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verifier;
import io.signet.verifier.FileChecks;
import io.signet.verifier.VerifyReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks receipts offline. */
@Command(
        name = "verify",
        description = {
            "Checks receipts, saved answers, whole logs and proofs of a forked log against a trust policy: offline, without"
                    + " an account, without asking any node. Says for each what is proved, what failed and what is not"
                    + " proved.",
            "A receipt is accepted only if everything that the policy demands holds. Without a policy nothing is"
                    + " accepted: there is none by default.",
            "The same as one small jar that needs nothing but Java: cli/verifier/target/signet-verifier.jar."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA})
@Examples({
    "signet verify --trust my-mesh/requester/trust.yaml answer.receipt",
    "signet verify --quiet receipts/                   # all *.receipt files below",
    "SIGNET_TRUST=trust.yaml signet verify --json answer.receipt"
})
final class VerifyCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description =
                    "What to check: a file, or a directory: all *.receipt and *.equivocation files and all logs in"
                            + " and below it; a log is a copy as static files, or a node's home.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private TrustOption trust;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only receipts that are not accepted, and the summary.")
    private boolean quiet;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    VerifyCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException {
        Path policyFile = trust.file()
                .orElseThrow(() -> new CliException(
                        ExitCode.DATA, "no trust policy: whose answers shall be believed? " + trust.advice()));
        TrustPolicy policy = TrustPolicyFile.read(policyFile).policy();
        VerifyReport report =
                new VerifyReport(policyFile, policy, spec.commandLine().getOut(), json, quiet);
        FileChecks checks =
                new FileChecks(new Verifier(policy), environment.clock().wallMillis(), report);
        paths.forEach(checks::check);
        report.finish();
        return switch (report.outcome()) {
            case ACCEPTED -> ExitCode.OK.code();
            case REJECTED -> ExitCode.FAILED.code();
            case UNREADABLE -> ExitCode.DATA.code();
        };
    }
}
