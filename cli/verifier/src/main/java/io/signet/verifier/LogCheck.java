package io.signet.verifier;

import io.signet.attestation.LogDirectory;
import io.signet.attestation.TamperedLogException;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Clock;
import io.signet.statement.ChainVerdict;
import io.signet.statement.CosignedHead;
import io.signet.statement.Finding;
import io.signet.statement.IdentityChain;
import io.signet.statement.TreeHead;
import io.signet.statement.Verifier;
import io.signet.statement.tile.LogAudit;
import io.signet.statement.tile.LogWitnesses;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a whole log: that a node of a trusted owner signed it, and that every entry which is there is a statement of that
 * node. The log is a copy as static files, or in the home of its node.
 */
final class LogCheck {
    private static final String LOG = "log";

    /** As in Credentials, which would bring all kinds of keys into the small jar. */
    private static final Path CHAIN_FILE = Path.of("identity", "chain.pem");

    private final Path directory;
    private final Verifier verifier;
    private final long nowMillis;
    private final List<Finding> findings = new ArrayList<>();

    LogCheck(Path directory, Verifier verifier, long nowMillis) {
        this.directory = directory;
        this.verifier = verifier;
        this.nowMillis = nowMillis;
    }

    /** Whether {@code directory} holds a log, but not the one of a node whose home is around it. */
    static boolean isLog(Path directory) {
        Path around = directory.toAbsolutePath().normalize().getParent();
        boolean inHome = directory.endsWith(LOG) && around != null && isHome(around);
        return isHome(directory) || (!inHome && Files.isRegularFile(directory.resolve(StaticLog.CHECKPOINT)));
    }

    private static boolean isHome(Path directory) {
        return Files.isDirectory(directory.resolve(LOG)) && Files.isRegularFile(directory.resolve(CHAIN_FILE));
    }

    /**
     * Checks the log.
     *
     * @throws IOException if a file of it can't be read, is not there and may not be missing, or is none of a log's
     * @throws TamperedLogException if the log in a node's home is not what its last head covers
     * @throws ProvisioningException if the certificates in a node's home are none
     */
    LogVerdict check() throws IOException, TamperedLogException, ProvisioningException {
        if (isHome(directory)) {
            IdentityChain identity = IdentityChain.of(Certificates.read(directory.resolve(CHAIN_FILE)));
            return check(LogDirectory.open(directory.resolve(LOG), Clock.SYSTEM), identity);
        }
        StaticLog log = new StaticLog(directory);
        return check(log, log.identity());
    }

    private LogVerdict check(TiledLog log, IdentityChain identity) throws IOException {
        Optional<CosignedHead> cosigned = log.cosigned(); // before the head, which is then not older
        TreeHead head = log.head();
        if (checkHead(head, identity)) {
            LogAudit.Result result = LogAudit.run(log, identity, Optional.empty(), read -> {});
            head = result.head();
            checkResult(result);
            if (result instanceof LogAudit.Sound) {
                checkWitnesses(
                        LogWitnesses.check(log, head, identity, cosigned, verifier, head.timeMillis(), nowMillis));
            }
        }
        return new LogVerdict(head.node(), head.size(), head.timeMillis(), findings);
    }

    private boolean checkHead(TreeHead head, IdentityChain identity) {
        if (verifier.checkChain(identity, head.timeMillis()) instanceof ChainVerdict.Refused refused) {
            return failed("owner", refused.message());
        }
        if (head.timeMillis() - Verifier.CLOCK_SKEW_MAX.toMillis() > nowMillis) {
            return failed(
                    "time",
                    "The log is of " + Instant.ofEpochMilli(head.timeMillis()) + ", but it is only "
                            + Instant.ofEpochMilli(nowMillis) + ": check the clocks.");
        }
        findings.add(new Finding.Proved(
                "owner",
                "Node " + identity.node() + " has a certificate from its owner, " + identity.owner()
                        + ", whom the policy trusts; it says key protection: "
                        + identity.assurance().label() + "."));
        return true;
    }

    private void checkResult(LogAudit.Result result) {
        long size = result.head().size();
        if (result instanceof LogAudit.Faulty faulty) {
            faulty.faults().forEach(fault -> failed("entry " + fault.index(), fault.reason() + "."));
        } else if (result instanceof LogAudit.Sound sound) {
            findings.add(new Finding.Proved(
                    "log",
                    "The node's key signed this log of " + size + " statements, each of the " + (size - sound.from())
                            + " that are here is the one that was signed, and of this node."));
            if (sound.from() > 0) {
                findings.add(new Finding.NotProved(
                        "older statements", sound.from() + " older statements are not here: they were moved away."));
            }
            findings.add(new Finding.NotProved(
                    "answers",
                    "What the policy demands of single answers (age, models, evidence) is checked for receipts"
                            + " only."));
        } else {
            failed("log", "The node whose certificate this is did not sign the log.");
        }
    }

    private void checkWitnesses(LogWitnesses.Result result) {
        if (result instanceof LogWitnesses.Witnessed witnessed) {
            findings.addAll(witnessed.ignored());
            findings.add(witnessed.finding());
        } else if (result instanceof LogWitnesses.NotWitnessed not) {
            findings.addAll(not.ignored());
            failed("witness", not.message());
        } else if (result instanceof LogWitnesses.Forked forked) {
            failed("one log", forked.proof().describe() + ": witnesses cosigned the other one.");
        } else if (result instanceof LogWitnesses.Behind behind) {
            failed(
                    "one log",
                    "Witnesses cosigned a log of " + behind.cosigned().size()
                            + " statements: the last of them are missing here.");
        }
    }

    private boolean failed(String claim, String message) {
        findings.add(new Finding.Failed(claim, message));
        return false;
    }
}
