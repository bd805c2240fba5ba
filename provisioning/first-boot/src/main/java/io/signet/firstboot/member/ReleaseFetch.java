package io.signet.firstboot.member;

import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.Membership;
import io.signet.provisioning.FileDigest;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.runtime.FinishedFile;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running node's part in its own update: it fetches the release that is wanted, and tells the registrar how it goes. Whoever
 * started the node checks the release, installs it, and starts the node anew; the two speak by files in {@code releases}
 * ({@code io.signet.release.store.ReleaseKeeper}), as the node is what is replaced. One thread.
 */
public final class ReleaseFetch implements ProfileListener {
    /** Where a node has its releases, in its home. */
    public static final String DIRECTORY = "releases";

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseFetch.class);
    private static final String WANTED = "wanted";
    private static final String INCOMING = "incoming";
    private static final String REPORT = "report";
    private static final String REPORT_TYPE = "application/vnd.signet.release-report+cbor";
    private static final String PART = ".arriving";
    private static final int DIGEST_CHARS = 64;
    private static final int REPORT_BYTES_MAX = 1024;

    private final Path releases;
    private Bytes reported = Bytes.EMPTY;
    private Optional<String> trouble = Optional.empty();

    /** The part of the node in {@code home}. */
    public ReleaseFetch(Path home) {
        this.releases = home.resolve(DIRECTORY);
    }

    @Override
    public void told(NodeProfile profile, Membership registrar) throws IOException, InterruptedException {
        Optional<NodeProfile.Firmware> wanted = profile.firmware();
        if (wanted.isPresent() && isWanted(wanted.get().digest().toHex())) {
            Optional<String> failed = fetch(wanted.get(), registrar);
            failed.filter(words -> !failed.equals(trouble))
                    .ifPresent(words -> LOG.warn(
                            "release {} is not here yet: {}", wanted.get().sequence(), words));
            trouble = failed;
        }
        report(registrar);
    }

    private boolean isWanted(String digest) throws IOException {
        Path file = releases.resolve(WANTED);
        return Files.exists(file)
                && Files.size(file) == DIGEST_CHARS
                && Files.readString(file).equals(digest);
    }

    /** Why it is not there; empty if it is. */
    private Optional<String> fetch(NodeProfile.Firmware release, Membership registrar)
            throws IOException, InterruptedException {
        String digest = release.digest().toHex();
        Path file = Files.createDirectories(releases.resolve(INCOMING)).resolve(digest);
        if (Files.exists(file)) {
            return Optional.empty(); // it was checked before it was called so
        }
        Path part = file.resolveSibling(digest + PART);
        Optional<Failed> failed = registrar.download(Membership.RELEASES_PATH + digest, part, release.sizeBytes());
        if (failed.isPresent()) {
            return Optional.of(
                    failed.get().trouble().happened() + " (" + failed.get().said() + ")");
        }
        if (!FileDigest.sha256(part).equals(release.digest())) {
            Files.delete(part);
            return Optional.of("what came has another digest than the profile says");
        }
        FinishedFile.publish(part, file);
        LOG.info("release {} is fetched", release.sequence());
        return Optional.empty();
    }

    /** Sends what is new; what could not be sent is sent after a later question. */
    private void report(Membership registrar) throws IOException, InterruptedException {
        Path file = releases.resolve(REPORT);
        if (!Files.exists(file)) {
            return;
        }
        Bytes report;
        try (InputStream in = Files.newInputStream(file)) {
            report = Bytes.copyOf(in.readNBytes(REPORT_BYTES_MAX));
        }
        if (!report.equals(reported) && registrar.report(REPORT_TYPE, report).isEmpty()) {
            reported = report;
        }
    }
}
