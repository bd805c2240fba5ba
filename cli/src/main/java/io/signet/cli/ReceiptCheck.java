package io.signet.cli;

import io.signet.mesh.TaskAnswer;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.Proof;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import io.signet.verifier.FileChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks receipts as {@code signet verify} would, from their encoded form and besides what the mesh has checked already,
 * and saves them if asked to.
 */
final class ReceiptCheck {
    private final Verifier verifier;
    private final Clock clock;
    private final Optional<Path> directory;
    private final List<Checked> all = new ArrayList<>();

    /**
     * A check.
     *
     * @param directory where to save each receipt, if anywhere; must exist
     */
    ReceiptCheck(TrustPolicy policy, Clock clock, Optional<Path> directory) {
        this.verifier = new Verifier(policy);
        this.clock = clock;
        this.directory = directory;
    }

    /**
     * A checked receipt.
     *
     * @param answer what it is for
     * @param verdict what the check found
     * @param file where it was saved
     */
    record Checked(TaskAnswer answer, Verdict verdict, Optional<Path> file) {
        boolean accepted() {
            return verdict instanceof Verdict.Accepted;
        }
    }

    /** All that were checked. */
    List<Checked> all() {
        return List.copyOf(all);
    }

    /**
     * Checks the receipt of {@code answer}.
     *
     * @throws UncheckedIOException if it can't be saved
     */
    Checked check(TaskAnswer answer) {
        Bytes encoded = answer.proof().encode();
        Verdict verdict;
        try {
            verdict = verifier.verify(Proof.decode(encoded), clock.wallMillis());
        } catch (MalformedException e) {
            verdict = new Verdict.Rejected(Verdict.Reason.MALFORMED, e.getMessage(), List.of());
        }
        Checked checked = new Checked(answer, verdict, directory.map(d -> save(d, answer, encoded)));
        all.add(checked);
        return checked;
    }

    private static Path save(Path directory, TaskAnswer answer, Bytes encoded) {
        String name = MeshSession.shortId(answer.node().toHex()) + "-"
                + Digest.sha256(answer.proof().statement()).toHex().substring(0, 16) + FileChecks.RECEIPT;
        try {
            return Files.write(directory.resolve(name), encoded.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
