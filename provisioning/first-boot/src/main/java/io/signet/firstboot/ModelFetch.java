package io.signet.firstboot;

import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.Membership;
import io.signet.firstboot.est.Trouble;
import io.signet.provisioning.FileDigest;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.runtime.FinishedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        if (Files.exists(file) && Files.size(file) == model.sizeBytes()) {
            return Optional.empty(); // it was checked before it was called so
        }
        Files.createDirectories(file.getParent());
        Optional<Failed> failed =
                membership.download(Membership.MODELS_PATH + model.digest().toHex(), part, model.sizeBytes());
        if (failed.isPresent()) {
            return failed;
        }
        if (!FileDigest.sha256(part).equals(model.digest())) {
            Files.delete(part);
            return Optional.of(Failed.of(
                    Trouble.NO_REGISTRAR, "the package " + model.name() + " has another digest than the profile says"));
        }
        FinishedFile.publish(part, file);
        return Optional.empty();
    }
}
