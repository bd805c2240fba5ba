package io.signet.firstboot;

import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.Membership;
import io.signet.firstboot.est.Trouble;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.statement.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Fetches one model package; goes on where it was, and keeps nothing that has another digest. */
final class ModelFetch {
    private final Membership membership;
    private final NodeProfile.Model model;
    private final Path file;
    private final Path part;

    ModelFetch(Membership membership, NodeProfile.Model model, Path file) {
        this.membership = membership;
        this.model = model;
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".arriving");
    }

    /** Fetches what is missing; why it is not there yet, empty if it is. */
    Optional<Failed> attempt() throws IOException, InterruptedException {
        if (Files.exists(file)) {
            return Optional.empty(); // it was checked before it was called so
        }
        Files.createDirectories(file.getParent());
        Optional<Failed> failed =
                membership.download(Membership.MODELS_PATH + model.digest().toHex(), part, model.sizeBytes());
        if (failed.isPresent()) {
            return failed;
        }
        if (!digest().equals(model.digest())) {
            Files.delete(part);
            return Optional.of(Failed.of(
                    Trouble.NO_REGISTRAR, "the package " + model.name() + " has another digest than the profile says"));
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Optional.empty();
    }

    private Digest digest() throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream content = new DigestInputStream(Files.newInputStream(part), sha256)) {
                content.transferTo(OutputStream.nullOutputStream());
            }
            return Digest.finish(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
