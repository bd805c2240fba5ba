package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.verifier.CheckOptions;
import io.signet.verifier.Outcome;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
    "signet verify --trust trust.yaml answer.json      # as a node's gateway gave it",
    "signet verify --quiet receipts/                   # all *.receipt files below",
    "SIGNET_TRUST=trust.yaml signet verify --json answer.receipt"
})
final class VerifyCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private final CheckOptions options = new CheckOptions();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private TrustOption trust;

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
        Outcome outcome = options.check(
                policyFile, spec.commandLine().getOut(), environment.clock().wallMillis());
        return switch (outcome) {
            case ACCEPTED -> ExitCode.OK.code();
            case REJECTED -> ExitCode.FAILED.code();
            case UNREADABLE -> ExitCode.DATA.code();
        };
    }
}
