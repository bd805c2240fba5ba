package io.signet.cli;

import io.signet.attestation.TamperedLogException;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.ChainVerdict;
import io.signet.statement.CosignedHead;
import io.signet.statement.IdentityChain;
import io.signet.statement.TreeHead;
import io.signet.statement.Verifier;
import io.signet.statement.tile.LogAudit;
import io.signet.statement.tile.LogWitnesses;
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
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.CANNOT_CREATE})
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
        Optional<CosignedHead> cosigned = cosigned(place); // before the head, which is then not older
        LogAudit.Result result = audit(place, identity, seen);
        if (result instanceof LogAudit.Sound sound && verifier.isPresent()) {
            LogWitnesses.Result witnesses = witnesses(place, identity, sound.head(), cosigned, verifier.get());
            result = described(witnesses, sound);
            if (witnesses instanceof LogWitnesses.NotWitnessed not) {
                return report.notWitnessed(sound.head(), seen, not).code();
            } else if (witnesses instanceof LogWitnesses.Witnessed witnessed) {
                report.witnesses(witnessed);
            }
        }
        if (result instanceof LogAudit.Sound sound) {
            state.keep(sound.head());
        }
        Optional<Path> proof =
                result instanceof LogAudit.Forked forked ? Optional.of(state.save(forked.proof())) : Optional.empty();
        return report.result(result, seen, proof).code();
    }

    private Optional<CosignedHead> cosigned(LogPlace place) throws CliException {
        try {
            return place.log().cosigned();
        } catch (IOException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }

    private LogWitnesses.Result witnesses(
            LogPlace place, IdentityChain identity, TreeHead head, Optional<CosignedHead> cosigned, Verifier verifier)
            throws CliException {
        long now = environment.clock().wallMillis();
        long at = place.goesOn() ? now : head.timeMillis();
        try {
            return LogWitnesses.check(place.log(), head, identity, cosigned, verifier, at, now);
        } catch (IOException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }

    /** What witnesses cosigned may prove more than the log alone. */
    private static LogAudit.Result described(LogWitnesses.Result witnesses, LogAudit.Sound sound) {
        if (witnesses instanceof LogWitnesses.Forked forked) {
            return new LogAudit.Forked(sound.head(), forked.proof());
        }
        return witnesses instanceof LogWitnesses.Behind behind
                ? new LogAudit.SetBack(sound.head(), behind.cosigned())
                : sound;
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

    private LogAudit.Result audit(LogPlace place, IdentityChain identity, Optional<TreeHead> seen)
            throws CliException, IOException {
        try (ProgressLine line = progress.line()) {
            LogAudit.Result result = LogAudit.run(
                    place.log(), identity, seen, count -> line.show("reading the log: " + count + " entries"));
            boolean again = all && seen.isPresent() && result instanceof LogAudit.Sound;
            return again
                    ? LogAudit.run(
                            place.log(),
                            identity,
                            Optional.empty(),
                            count -> line.show("reading the whole log: " + count + " entries"))
                    : result;
        } catch (IOException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }
}
