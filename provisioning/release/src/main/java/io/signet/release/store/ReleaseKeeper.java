package io.signet.release.store;

import io.signet.release.ReleaseReport;
import io.signet.release.ReleaseReport.State;
import io.signet.release.store.ReleaseTrial.Decision;
import io.signet.release.store.ReleaseUpdate.Outcome;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an owner's wishes beside a running node, which alone can speak with its registrar. The two speak by files in the store's
 * directory: what is to be fetched is in {@value #WANTED}, the node puts it into {@value #INCOMING}, and sends what is in
 * {@value #REPORT}. One thread.
 */
public final class ReleaseKeeper {
    /** Has the digest of the archive that the node is to fetch, 64 hexadecimal digits; not there if there is nothing. */
    public static final String WANTED = "wanted";

    /** Where the node puts an archive, called by its digest, when it is all there. */
    public static final String INCOMING = "incoming";

    /** What the node tells its registrar: a {@link ReleaseReport}. */
    public static final String REPORT = "report";

    /** How long it leaves alone what it refused; the clock may be set right meanwhile. */
    public static final Duration REFUSED_AGAIN = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseKeeper.class);

    private final Path directory;
    private final DurableFiles files;
    private final ReleaseStore store;
    private final ReleaseUpdate update;
    private final Clock clock;

    private ReleaseTrial trial;
    private Optional<ReleaseReport> said = Optional.empty();
    private Optional<Refusal> refusal = Optional.empty();

    private record Refusal(ReleaseWish wish, long untilNanos) {}

    /** What is not there yet. */
    private static final class AwaitedException extends IOException {
        private static final long serialVersionUID = 1L;

        AwaitedException() {
            super("the node fetches it");
        }
    }

    /**
     * Opens the releases in {@code directory}.
     *
     * @param architecture this machine's, as Java's {@code os.arch} calls it
     * @throws IOException as {@link ReleaseStore#open}
     */
    public ReleaseKeeper(Path directory, DurableFiles files, String architecture, Clock clock) throws IOException {
        this.directory = directory;
        this.files = files;
        this.store = ReleaseStore.open(directory, files);
        this.update = new ReleaseUpdate(store, architecture);
        this.clock = clock;
        this.trial = new ReleaseTrial(store, clock);
    }

    /** What is to be started now; its trial, if it is on one, begins. */
    public ReleaseStore.Start begin() throws IOException {
        ReleaseStore.Start start = store.begin();
        trial = new ReleaseTrial(store, clock);
        return start;
    }

    /** What did not run well last. */
    public Optional<StoreState.Failure> failure() {
        return store.state().failure();
    }

    /** Whether what runs has still to show that it does. */
    public boolean onTrial() {
        return store.state().onTrial();
    }

    /**
     * Looks after the node.
     *
     * @param wish what its owner wants; empty for nothing
     * @param answering whether the node answers at this moment
     * @return true if the node is to be ended, and what {@link #begin} says to be started
     */
    public boolean look(Optional<ReleaseWish> wish, boolean answering) throws IOException {
        long tried = store.state().current();
        Decision decision = trial.look(answering);
        if (decision == Decision.GO_BACK) {
            return true; // the next look, with the one before running, tells the owner
        }
        if (decision == Decision.WAIT) {
            report(new ReleaseReport(tried, State.INSTALLING, ""));
            return false;
        }
        if (wish.isEmpty()) {
            files.delete(directory.resolve(WANTED));
            return false;
        }
        return follow(wish.get());
    }

    private boolean follow(ReleaseWish wish) throws IOException {
        boolean isRefused = refusal.filter(
                        last -> last.wish().equals(wish) && clock.monotonicNanos() - last.untilNanos() < 0)
                .isPresent();
        if (isRefused) {
            return false;
        }
        Outcome outcome;
        try {
            outcome = update.follow(wish, (digest, size, file) -> want(wish), clock.wallMillis());
        } catch (AwaitedException e) {
            report(new ReleaseReport(wish.sequence(), State.INSTALLING, ""));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        files.delete(directory.resolve(WANTED));
        if (outcome instanceof Outcome.Failed failed) {
            refusal = Optional.of(new Refusal(wish, clock.monotonicNanos() + REFUSED_AGAIN.toNanos()));
            report(new ReleaseReport(wish.sequence(), State.FAILED, failed.reason()));
            return false;
        }
        boolean installed = outcome instanceof Outcome.Installed;
        report(new ReleaseReport(wish.sequence(), installed ? State.INSTALLING : State.RUNNING, ""));
        return installed;
    }

    private void want(ReleaseWish wish) throws IOException {
        Path wanted = directory.resolve(WANTED);
        String digest = wish.digest().toHex();
        if (!Files.exists(wanted) || !Files.readString(wanted).equals(digest)) {
            files.replace(wanted, Bytes.utf8(digest));
        }
        throw new AwaitedException();
    }

    private void report(ReleaseReport report) throws IOException {
        if (said.equals(Optional.of(report))) {
            return;
        }
        if (report.state() == State.FAILED) {
            LOG.error("release {} is not installed: it {}", report.sequence(), report.reason());
        } else {
            LOG.info("release {}: {}", report.sequence(), report.state());
        }
        files.replace(directory.resolve(REPORT), report.encode());
        said = Optional.of(report);
    }
}
