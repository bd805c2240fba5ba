package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.Proof;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            "Checks receipts against a trust policy: offline, without an account, without asking any node. Says for each"
                    + " what is proved, what failed and what is not proved.",
            "A receipt is accepted only if everything that the policy demands holds. Without a policy nothing is"
                    + " accepted: there is none by default."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA})
@Examples({
    "signet verify --trust my-mesh/requester/trust.yaml answer.receipt",
    "signet verify --quiet receipts/                   # all *.receipt files below",
    "SIGNET_TRUST=trust.yaml signet verify --json answer.receipt"
})
final class VerifyCommand implements Callable<Integer> {
    /** Largest receipt file: the tensors of one task and a little. */
    static final long FILE_BYTES_MAX = 256L * 1024 * 1024;

    /** The extension of receipt files. */
    static final String EXTENSION = ".receipt";

    private static final int DEPTH_MAX = 16;

    private final Environment environment;

    @Parameters(
            arity = "1..*",
            paramLabel = "RECEIPT|DIR",
            description = "Receipt files; of a directory, all *.receipt files in and below it.")
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
        Verifier verifier = new Verifier(policy);
        VerifyReport report =
                new VerifyReport(policyFile, policy, spec.commandLine().getOut(), json, quiet);
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                checkDirectory(path, verifier, report);
            } else {
                check(path, verifier, report);
            }
        }
        report.finish();
        return report.exitCode().code();
    }

    private void checkDirectory(Path directory, Verifier verifier, VerifyReport report) {
        List<Path> files;
        try (Stream<Path> found = Files.find(
                directory,
                DEPTH_MAX,
                (path, attributes) ->
                        attributes.isRegularFile() && path.toString().endsWith(EXTENSION))) {
            files = List.copyOf(new TreeSet<>(found.toList()));
        } catch (IOException e) {
            report.unreadable(directory, reason(e));
            return;
        }
        if (files.isEmpty()) {
            report.unreadable(directory, "there is no *" + EXTENSION + " file in or below this directory");
        }
        for (Path file : files) {
            check(file, verifier, report);
        }
    }

    private void check(Path file, Verifier verifier, VerifyReport report) {
        Bytes content;
        try {
            long size = Files.size(file);
            if (size > FILE_BYTES_MAX) {
                report.unreadable(file, "the file has " + size + " bytes; a receipt has at most " + FILE_BYTES_MAX);
                return;
            }
            content = Bytes.copyOf(Files.readAllBytes(file));
        } catch (IOException e) {
            report.unreadable(file, reason(e));
            return;
        }
        Verdict verdict;
        try {
            verdict = verifier.verify(Proof.decode(content), environment.clock().wallMillis());
        } catch (MalformedException e) {
            verdict = new Verdict.Rejected(
                    Verdict.Reason.MALFORMED,
                    "This is no receipt, or a damaged one: " + e.getMessage() + ".",
                    List.of());
        }
        report.verdict(file, verdict);
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException file) {
            String described = Failures.describe(file);
            return described.substring(described.indexOf(": ") + 2);
        }
        return "can't be read: " + e.getMessage();
    }
}
