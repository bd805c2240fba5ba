package io.signet.cli;

import io.signet.attestation.TamperedLogException;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.ChainVerdict;
import io.signet.statement.IdentityChain;
import io.signet.statement.TreeHead;
import io.signet.statement.Verifier;
import io.signet.statement.tile.LogAudit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows a log. */
@Command(
        name = "audit",
        description = {
            "Follows a node's log from the last head that was seen of it: checks that the new head is signed and only"
                    + " appends to that one, that the log's hashes give the signed root, and that every new entry is a"
                    + " statement of its node; and, with a trust policy, that as many witnesses as that demands cosigned"
                    + " it. The first time it reads the whole log.",
            "If the node signed two histories, the proof of it is saved: anyone can check it, and nobody but the node"
                    + " could have made it. The head that was seen is kept only after an audit that found nothing."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.CANNOT_CREATE, ExitCode.INTERRUPTED
})
@Examples({
    "signet audit http://node-1.example:8640/",
    "signet audit --trust my-mesh/requester/trust.yaml my-mesh/node-1",
    "signet audit --mesh my-mesh/requester 9d0083a4",
    "signet audit --all --json /backup/log --identity chain.pem"
})
final class AuditCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private AuditSource source;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private TrustOption trust;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where the heads that were seen are kept, and proofs saved. By default"
                    + " $XDG_STATE_HOME/signet/audit, else ~/.local/state/signet/audit.")
    private Optional<Path> stateDirectory = Optional.empty();

    @Option(names = "--all", description = "Read the whole log, whatever was read of it before.")
    private boolean all;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProgressOptions progress;

    AuditCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        AuditReport report = new AuditReport(source.name(), progress);
        AuditSource.Found found;
        try {
            found = source.open();
        } catch (TamperedLogException e) {
            return report.tampered(e).code();
        }
        LogPlace place = found.place();
        IdentityChain identity = place.identity()
                .orElseThrow(() -> new CliException(
                        ExitCode.DATA,
                        source.name() + " does not say whose log it is: give the node's certificates with --identity"));
        AuditState state = new AuditState(stateDirectory.orElseGet(this::usualState), identity);
        Optional<Path> policy = trust.named().or(found::trust).or(trust::file);
        Optional<Verifier> verifier = policy.isPresent()
                ? Optional.of(new Verifier(TrustPolicyFile.read(policy.get()).policy()))
                : Optional.empty();
        Optional<String> refused = trusted(identity, verifier, report);
        if (refused.isPresent()) {
            return report.untrusted(identity, refused.get()).code();
        }
        Optional<TreeHead> seen = state.seen();
        WitnessedAudit.Outcome outcome =
                audit(new WitnessedAudit(place, identity, verifier, environment.clock()), seen);
        if (outcome.isGood()) {
            state.keep(outcome.result().head());
        }
        Optional<Path> proof = outcome.result() instanceof LogAudit.Forked forked
                ? Optional.of(state.save(forked.proof()))
                : Optional.empty();
        return report.outcome(outcome, seen, proof).code();
    }

    private WitnessedAudit.Outcome audit(WitnessedAudit audit, Optional<TreeHead> seen) throws CliException {
        try (ProgressLine line = progress.line()) {
            return audit.run(seen, all, line);
        } catch (IOException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }

    private Path usualState() {
        return environment
                .variable("XDG_STATE_HOME")
                .map(Path::of)
                .orElse(environment.home().resolve(".local").resolve("state"))
                .resolve("signet")
                .resolve("audit");
    }

    /** Why the identity is not to be trusted; empty if it is, or nobody says whom to trust. */
    private Optional<String> trusted(IdentityChain identity, Optional<Verifier> verifier, AuditReport report) {
        if (verifier.isEmpty()) {
            report.note("whose node it is, and who witnesses its log, was not checked. " + trust.advice());
            return Optional.empty();
        }
        ChainVerdict verdict =
                verifier.get().checkChain(identity, environment.clock().wallMillis());
        if (verdict instanceof ChainVerdict.Refused refused) {
            return Optional.of(refused.message());
        }
        report.owner(((ChainVerdict.Trusted) verdict).owner());
        return Optional.empty();
    }
}
