package io.signet.release.store;

import io.signet.release.ReleaseArchive;
import io.signet.release.ReleaseCheck;
import io.signet.release.ReleaseHead;
import io.signet.release.ReleaseVerdict;
import io.signet.release.ReleaseVerdict.Accepted;
import io.signet.release.ReleaseVerdict.Refused;
import io.signet.release.SignedRoot;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Follows an owner's wish: fetches a release, checks it, and changes to it. Called again and again, it goes on where it was. Not
 * thread-safe.
 */
public final class ReleaseUpdate {
    private final ReleaseStore store;
    private final String architecture;
    /** What was no whole release: its digest was right when it came, but the power may have failed before all was on the disk. */
    private Optional<Digest> damaged = Optional.empty();

    /**
     * Updates what is in {@code store}.
     *
     * @param architecture this machine's, as Java's {@code os.arch} calls it
     */
    public ReleaseUpdate(ReleaseStore store, String architecture) {
        this.store = store;
        this.architecture = architecture;
    }

    /** Where archives come from. */
    @FunctionalInterface
    public interface Fetch {
        /**
         * Fetches the archive, from where an earlier call was interrupted on; it is in {@code file} when this returns, and has that
         * digest.
         *
         * @throws IOException if it can't now
         */
        void fetch(Digest digest, long sizeBytes, Path file) throws IOException, InterruptedException;
    }

    /** What came of a wish. */
    public sealed interface Outcome {
        /** It runs already, or is on trial. */
        record Runs() implements Outcome {}

        /** It is installed: end the node and start what {@link ReleaseStore#begin} says. */
        record Installed(long sequence) implements Outcome {}

        /**
         * It is not installed, and won't be: the owner has to wish something else.
         *
         * @param reason why, for people
         */
        record Failed(String reason) implements Outcome {}
    }

    /**
     * Follows {@code wish}.
     *
     * @param nowMillis the time, in milliseconds since 1970
     * @throws IOException if the archive can't be fetched or written now: try again later
     */
    public Outcome follow(ReleaseWish wish, Fetch fetch, long nowMillis) throws IOException, InterruptedException {
        StoreState state = store.state();
        if (state.current() == wish.sequence() || state.onTrial()) {
            return new Outcome.Runs();
        }
        Optional<StoreState.Failure> failure = state.failure().filter(failed -> failed.sequence() == wish.sequence());
        if (failure.isPresent()) {
            return new Outcome.Failed(failure.get().reason());
        }
        if (wish.sequence() <= state.newest()) {
            return new Outcome.Failed("is not newer than " + state.newest() + ", which ran here");
        }
        Path archive = store.incoming(wish.digest());
        if (damaged.equals(Optional.of(wish.digest()))) {
            store.discardDamaged(archive, wish.digest());
            damaged = Optional.empty();
        }
        if (!Files.exists(archive)) {
            if (!store.hasRoomFor(wish.sizeBytes(), store.fetchedBytes(wish.digest()))) {
                return new Outcome.Failed("does not fit on the disk: " + wish.sizeBytes() + " bytes twice, and "
                        + ReleaseStore.RESERVE_BYTES + " to be left");
            }
            fetch.fetch(wish.digest(), wish.sizeBytes(), archive);
        }
        return install(wish, archive, nowMillis);
    }

    private Outcome install(ReleaseWish wish, Path archive, long nowMillis) throws IOException {
        ReleaseHead head;
        try {
            head = ReleaseArchive.head(archive);
        } catch (ReleaseArchive.DamagedException e) {
            damaged = Optional.of(wish.digest());
            return new Outcome.Failed("is no release");
        }
        Optional<SignedRoot> trusted = store.root().or(() -> first(wish, head));
        if (trusted.isEmpty()) {
            return new Outcome.Failed("its roots are not the one that the owner trusts");
        }
        StoreState state = store.state();
        ReleaseVerdict verdict = new ReleaseCheck(trusted.get())
                .installable(head, new ReleaseCheck.Machine(architecture, state.current(), state.newest()), nowMillis);
        if (verdict instanceof Refused refused) {
            return new Outcome.Failed(refused.text());
        }
        if (head.release().release().name().sequence() != wish.sequence()) {
            return new Outcome.Failed("is " + head.release().release().name() + ", not the one that was announced");
        }
        store.trust(((Accepted) verdict).root());
        try {
            store.change(archive, head);
        } catch (ReleaseArchive.DamagedException e) {
            damaged = Optional.of(wish.digest());
            return new Outcome.Failed("a file in it is not the one that was signed");
        }
        return new Outcome.Installed(wish.sequence());
    }

    /** The first root that a node believes is the one that its owner's registrar names. */
    private static Optional<SignedRoot> first(ReleaseWish wish, ReleaseHead head) {
        return head.roots().stream()
                .filter(root -> root.fingerprint().equals(wish.root())
                        && root.objectionToFirst().isEmpty())
                .findFirst();
    }
}
