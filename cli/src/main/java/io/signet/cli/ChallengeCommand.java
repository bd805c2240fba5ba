package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a live node what it can prove of its hardware. */
@Command(
        name = "challenge",
        description = {
            "Asks a node of a running mesh for fresh evidence of its key and firmware, has its TPM, if it has one, open a"
                    + " challenge that no other TPM can open, and checks both. Nobody's word is taken for it, not even that"
                    + " of whoever issued the node's certificate.",
            "A node gives fresh evidence a few times a minute; it says when it may be asked again."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.INTERRUPTED})
@Examples({
    "signet challenge 3f9c07d2 --mesh my-mesh/requester",
    "signet challenge 3f9c07d2 --mesh my-mesh/requester --trust strict.yaml --json"
})
final class ChallengeCommand implements Callable<Integer> {
    private static final int TIMEOUT_SECONDS_MAX = 600;

    private final Environment environment;

    @Parameters(paramLabel = "NODE", description = "The node's id, or its first digits.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String node;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private RequesterOption requester;

    @Option(
            names = {"--trust", "--policy"},
            paramLabel = "FILE",
            description = "The trust policy. By default that of the profile.")
    private Optional<Path> trust = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for the node, 1 to 600 (${DEFAULT-VALUE}).")
    private int timeoutSeconds = 30;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProgressOptions progress;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ChallengeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, InterruptedException {
        if (timeoutSeconds < 1 || timeoutSeconds > TIMEOUT_SECONDS_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout is 1 to " + TIMEOUT_SECONDS_MAX + ", not " + timeoutSeconds);
        }
        NodePrefix prefix = NodePrefix.parse(node, spec);
        ChallengedNode challenged = ChallengedNode.ask(
                prefix, requester.profile(), trust, Duration.ofSeconds(timeoutSeconds), environment, progress);
        return new ChallengeReport(progress).print(challenged.answered()).code();
    }
}
