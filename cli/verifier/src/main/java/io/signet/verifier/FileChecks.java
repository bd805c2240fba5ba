package io.signet.verifier;

import io.signet.attestation.TamperedLogException;
import io.signet.openinference.SavedAnswer;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Bytes;
import io.signet.statement.Equivocation;
import io.signet.statement.MalformedException;
import io.signet.statement.Proof;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks files, and all that are in directories, and reports on each. */
public final class FileChecks {
    /** The extension of receipts and of answers with their receipt. */
    public static final String RECEIPT = ".receipt";

    /** The extension of proofs that a node's log forked. */
    public static final String EQUIVOCATION = ".equivocation";

    /** Largest file: the tensors of one task and a little. */
    static final long FILE_BYTES_MAX = 256L * 1024 * 1024;

    private static final int DEPTH_MAX = 16;

    private final Verifier verifier;
    private final long nowMillis;
    private final VerifyReport report;

    /**
     * Checks by {@code verifier}.
     *
     * @param nowMillis the time, in milliseconds since 1970
     * @param report where each verdict goes
     */
    public FileChecks(Verifier verifier, long nowMillis, VerifyReport report) {
        this.verifier = verifier;
        this.nowMillis = nowMillis;
        this.report = report;
    }

    /**
     * Checks the file at {@code path}, or the log in the directory there, or whatever in and below that directory is a log or
     * has one of the extensions.
     */
    public void check(Path path) {
        if (Files.isDirectory(path)) {
            checkDirectory(path);
        } else {
            checkFile(path);
        }
    }

    private void checkDirectory(Path directory) {
        List<Path> found;
        try (Stream<Path> all = Files.find(
                directory,
                DEPTH_MAX,
                (path, attributes) -> attributes.isDirectory()
                        ? LogCheck.isLog(path)
                        : attributes.isRegularFile() && hasExtension(path))) {
            found = List.copyOf(new TreeSet<>(all.toList()));
        } catch (IOException e) {
            report.unreadable(directory, FileProblem.reason(e));
            return;
        }
        if (found.isEmpty()) {
            report.unreadable(directory, "there is no *" + RECEIPT + " file and no log in or below this directory");
        }
        for (Path path : found) {
            if (Files.isDirectory(path)) {
                checkLog(path);
            } else {
                checkFile(path);
            }
        }
    }

    private void checkLog(Path directory) {
        try {
            report.log(directory, new LogCheck(directory, verifier, nowMillis).check());
        } catch (TamperedLogException e) {
            report.tampered(directory, e.getMessage());
        } catch (NoSuchFileException e) {
            report.unreadable(directory, "the log is not complete: there is no " + e.getFile());
        } catch (IOException e) {
            report.unreadable(directory, FileProblem.reason(e));
        } catch (ProvisioningException e) {
            report.unreadable(directory, e.getMessage());
        }
    }

    private static boolean hasExtension(Path path) {
        return path.toString().endsWith(RECEIPT) || path.toString().endsWith(EQUIVOCATION);
    }

    private void checkFile(Path file) {
        Bytes content;
        try {
            long size = Files.size(file);
            if (size > FILE_BYTES_MAX) {
                report.unreadable(file, "the file has " + size + " bytes; a receipt has at most " + FILE_BYTES_MAX);
                return;
            }
            content = Bytes.copyOf(Files.readAllBytes(file));
        } catch (IOException e) {
            report.unreadable(file, FileProblem.reason(e));
            return;
        }
        if (SavedAnswer.isOne(content)) {
            checkAnswer(file, content);
            return;
        }
        try {
            report.verdict(file, verifier.verify(Proof.decode(content), nowMillis));
        } catch (MalformedException e) {
            checkEquivocation(file, content, e);
        }
    }

    private void checkAnswer(Path file, Bytes content) {
        try {
            new SavedAnswer(verifier, nowMillis)
                    .check(content)
                    .forEach(part -> report.verdict(file, part.rows(), part.verdict()));
        } catch (MalformedException e) {
            report.verdict(
                    file, malformed("This is no answer of a gateway, or a damaged one: " + e.getMessage() + "."));
        }
    }

    /** What is no receipt may be the proof of a fork. */
    private void checkEquivocation(Path file, Bytes content, MalformedException asReceipt) {
        try {
            Equivocation fork = Equivocation.decode(content);
            if (fork.holds()) {
                report.forked(file, fork, verifier.checkChain(fork.identity(), nowMillis));
            } else {
                report.verdict(
                        file,
                        malformed("This claims that the log of node " + fork.node() + " forked, and proves nothing."));
            }
        } catch (MalformedException neither) {
            report.verdict(file, malformed("This is no receipt, or a damaged one: " + asReceipt.getMessage() + "."));
        }
    }

    private static Verdict malformed(String message) {
        return new Verdict.Rejected(Verdict.Reason.MALFORMED, message, List.of());
    }
}
