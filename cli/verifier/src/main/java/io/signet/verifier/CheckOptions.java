package io.signet.verifier;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.RevocationListFile;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is to be checked and how it is printed: the options of every command that checks files. */
public final class CheckOptions {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description =
                    "What to check: a file, or a directory: all *.receipt and *.equivocation files and all logs in"
                            + " and below it; a log is a copy as static files, or a node's home.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only what is not accepted, and the summary.")
    private boolean quiet;

    @Option(
            names = "--crl",
            paramLabel = "FILE",
            description =
                    "An owner's list of revoked certificates (RFC 5280, DER), besides those that the trust policy names: what"
                            + " a node said after its revocation is not believed. May be repeated.")
    private List<Path> lists = new ArrayList<>();

    /**
     * Checks all of it and prints what was found.
     *
     * @param policyFile whom and what to believe
     * @param nowMillis the time, in milliseconds since 1970
     * @return the worst that was found
     * @throws ProvisioningException if the policy can't be used
     */
    public Outcome check(Path policyFile, PrintWriter out, long nowMillis) throws ProvisioningException {
        TrustPolicyFile trust = TrustPolicyFile.read(policyFile);
        List<RevocationListFile> revoked = new ArrayList<>(trust.revoked());
        for (Path file : lists) {
            revoked.add(RevocationListFile.read(file));
        }
        TrustPolicy policy = trust.policy()
                .withRevocations(revoked.stream().map(RevocationListFile::list).toList());
        VerifyReport report = new VerifyReport(policyFile, policy, out, json, quiet);
        FileChecks checks = new FileChecks(new Verifier(policy), nowMillis, report);
        paths.forEach(checks::check);
        revoked.stream().flatMap(list -> list.overdue(nowMillis).stream()).forEach(report::caution);
        report.finish();
        return report.outcome();
    }
}
