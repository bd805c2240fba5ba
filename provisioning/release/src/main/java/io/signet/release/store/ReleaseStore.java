package io.signet.release.store;

import io.signet.release.Release;
import io.signet.release.ReleaseArchive;
import io.signet.release.ReleaseFile;
import io.signet.release.ReleaseHead;
import io.signet.release.SignedRelease;
import io.signet.release.SignedRoot;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's releases, in a directory: {@code state}, {@code trusted-root}, a directory for each release by its sequence, at most
 * two, and {@code incoming} with what is fetched. The power may fail at any step: a release is there whole or not at all, and what
 * runs next is in one file. A release that was changed to runs on trial: it is gone back from when it was started
 * {@value #TRIAL_STARTS_MAX} times without being called {@link #settle settled}, or by {@link #goBack}. What the machine came
 * with has the sequence 0, is not in here, and is always there to go back to.
 *
 * <p>One process at a time uses it, and one thread.
 */
public final class ReleaseStore {
    /** How often a release is started before it is given up. */
    public static final int TRIAL_STARTS_MAX = 3;

    /** What must be left on the disk beside a release: 64 MB. */
    public static final long RESERVE_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseStore.class);
    private static final String STATE = "state";
    private static final String ROOT = "trusted-root";
    private static final String INCOMING = ReleaseKeeper.INCOMING;
    private static final String DOCUMENT = "release.cose";
    private static final String CONTENT = "content";
    private static final String PARTIAL = ".partial";
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path directory;
    private final DurableFiles files;
    private StoreState state;

    /**
     * What is to be started.
     *
     * @param sequence which release, 0 for what the machine came with
     * @param content the directory with its files; empty for what the machine came with
     */
    public record Start(long sequence, Optional<Path> content) {}

    private ReleaseStore(Path directory, DurableFiles files, StoreState state) {
        this.directory = directory;
        this.files = files;
        this.state = state;
    }

    /**
     * Opens the store in {@code directory}, which is made if it is not there, and clears away what was begun and not ended.
     *
     * @throws IOException if it can't be read or written, or its state is damaged
     */
    public static ReleaseStore open(Path directory, DurableFiles files) throws IOException {
        Files.createDirectories(directory.resolve(INCOMING));
        ReleaseStore store = new ReleaseStore(directory, files, readState(directory.resolve(STATE)));
        store.clear();
        return store;
    }

    private static StoreState readState(Path file) throws IOException {
        Optional<Bytes> encoded = read(file, StoreState.SIZE_BYTES_MAX);
        try {
            return encoded.isPresent() ? StoreState.decode(encoded.get()) : StoreState.NEW;
        } catch (MalformedException e) {
            throw new IOException(file + ": is damaged (" + e.getMessage() + "); without it nobody knows which releases"
                    + " are too old: install the node anew");
        }
    }

    private static Optional<Bytes> read(Path file, int sizeBytesMax) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(Bytes.copyOf(in.readNBytes(sizeBytesMax + 1)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Leaves the releases that may run, and what is being fetched. */
    private void clear() throws IOException {
        List<Path> all;
        try (Stream<Path> entries = Files.list(directory)) {
            all = entries.filter(Files::isDirectory).toList();
        }
        for (Path entry : all) {
            boolean used = entry.endsWith(INCOMING)
                    || (state.current() != 0 && entry.equals(of(state.current())))
                    || (state.previous() != 0 && entry.equals(of(state.previous())));
            if (!used) {
                files.delete(entry);
            }
        }
    }

    private Path of(long sequence) {
        return directory.resolve(Long.toString(sequence));
    }

    private void put(StoreState next) throws IOException {
        files.replace(directory.resolve(STATE), next.encode());
        state = next;
    }

    /** Which releases there are. */
    public StoreState state() {
        return state;
    }

    /** The root that is trusted; empty if none is yet. */
    public Optional<SignedRoot> root() throws IOException {
        Optional<Bytes> encoded = read(directory.resolve(ROOT), SignedRoot.SIZE_BYTES_MAX);
        try {
            return encoded.isPresent() ? Optional.of(SignedRoot.decode(encoded.get())) : Optional.empty();
        } catch (MalformedException e) {
            throw new IOException(directory.resolve(ROOT) + ": is damaged: " + e.getMessage());
        }
    }

    /** Trusts {@code root} from now on; the caller has checked that it follows the one before. */
    public void trust(SignedRoot root) throws IOException {
        files.replace(directory.resolve(ROOT), root.encode());
    }

    /** Where the archive with that digest is fetched to; what else was begun to be fetched goes. */
    public Path incoming(Digest digest) throws IOException {
        Path wanted = directory.resolve(INCOMING).resolve(digest.toHex());
        try (Stream<Path> entries = Files.list(wanted.getParent())) {
            for (Path entry : entries.toList()) {
                if (!entry.getFileName().toString().startsWith(digest.toHex())) {
                    files.delete(entry);
                }
            }
        }
        return wanted;
    }

    /** How much of the archive with that digest is there. */
    long fetchedBytes(Digest digest) throws IOException {
        long bytes = 0;
        try (Stream<Path> entries = Files.list(directory.resolve(INCOMING))) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith(digest.toHex())) {
                    bytes += Files.size(entry);
                }
            }
        }
        return bytes;
    }

    /** Deletes {@code archive} if it is not the one with that digest: the power may have failed before all of it was on the disk. */
    void discardDamaged(Path archive, Digest digest) throws IOException {
        if (Files.exists(archive) && !sha256(archive).equals(digest)) {
            LOG.warn("{} is damaged: it is fetched anew", archive);
            files.delete(archive);
        }
    }

    /**
     * Whether the archive and its files fit on the disk.
     *
     * @param sizeBytes size of the archive, of which {@code fetchedBytes} are there
     */
    public boolean hasRoomFor(long sizeBytes, long fetchedBytes) throws IOException {
        return files.usableBytes(directory) - RESERVE_BYTES >= 2 * sizeBytes - fetchedBytes;
    }

    /**
     * Installs the release in {@code archive}, which was checked, and changes to it: it is what {@link #begin} starts next.
     *
     * @throws IOException if it can't be written, or a file is not the one that was signed; then all is as before
     */
    public void change(Path archive, ReleaseHead head) throws IOException {
        if (state.onTrial()) {
            throw new IllegalStateException("a release is on trial: it is settled or gone back from first");
        }
        Release release = head.release().release();
        long sequence = release.name().sequence();
        Path partial = directory.resolve(sequence + PARTIAL);
        files.delete(partial);
        files.delete(of(sequence));
        try {
            ReleaseArchive.unpack(
                    archive, head, file -> files.create(partial.resolve(CONTENT).resolve(file.path())));
        } catch (ReleaseArchive.DamagedException e) {
            files.delete(partial);
            throw e;
        }
        files.replace(partial.resolve(DOCUMENT), head.release().encode());
        files.move(partial, of(sequence));
        put(state.trying(sequence));
        clear();
        files.delete(archive);
    }

    /**
     * What is to be started now. Of a release on trial the start is counted, and the one before is started if there were too many;
     * so is it if a file of the release was changed.
     */
    public Start begin() throws IOException {
        if (state.trialStarts().filter(starts -> starts >= TRIAL_STARTS_MAX).isPresent()) {
            goBack("was started " + TRIAL_STARTS_MAX + " times and never ran well");
        }
        while (state.current() != 0) {
            Optional<String> damage = damage(state.current());
            if (damage.isEmpty()) {
                break;
            }
            LOG.error("release {} {}: the one before is started", state.current(), damage.get());
            goBack(damage.get());
        }
        if (state.onTrial()) {
            put(state.started());
        }
        long sequence = state.current();
        return new Start(
                sequence,
                sequence == 0 ? Optional.empty() : Optional.of(of(sequence).resolve(CONTENT)));
    }

    /** The release on trial runs well: it is not gone back from any more, and nothing older is installed again. */
    public void settle() throws IOException {
        if (state.onTrial()) {
            put(state.settled());
        }
    }

    /** What runs does not run well: what ran before is started next. There is nothing before what the machine came with. */
    public void goBack(String reason) throws IOException {
        if (state.current() == 0) {
            throw new IllegalStateException("what the machine came with can't be gone back from");
        }
        put(state.back(reason));
        clear();
    }

    /** What is wrong with the files of an installed release; empty if nothing is. */
    private Optional<String> damage(long sequence) throws IOException {
        try {
            Optional<Bytes> document = read(of(sequence).resolve(DOCUMENT), SignedRelease.SIZE_BYTES_MAX);
            if (document.isEmpty()) {
                return Optional.of("is not on the disk any more");
            }
            Path content = of(sequence).resolve(CONTENT);
            Set<Path> listed = new HashSet<>();
            for (ReleaseFile file :
                    SignedRelease.decode(document.get()).release().files()) {
                Path path = content.resolve(file.path());
                listed.add(path);
                if (!Files.isRegularFile(path)
                        || Files.size(path) != file.sizeBytes()
                        || !sha256(path).equals(file.sha256())) {
                    return Optional.of("its file " + file.path() + " was changed on the disk");
                }
            }
            return stranger(content, listed);
        } catch (MalformedException e) {
            return Optional.of("its document was changed on the disk");
        } catch (IOException e) { // of one release: there are others to start
            return Optional.of("can't be read: " + e.getMessage());
        }
    }

    /** A file among those of a release that is none of them: it would be run as well. */
    private static Optional<String> stranger(Path content, Set<Path> listed) throws IOException {
        try (Stream<Path> all = Files.walk(content)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !listed.contains(path))
                    .findFirst()
                    .map(path -> "has a file that was not signed: " + content.relativize(path));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Digest sha256(Path file) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        }
        return Digest.finish(sha256);
    }
}
