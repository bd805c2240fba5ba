package io.signet.inference.internal;

import io.signet.inference.PushResult;
import io.signet.inference.PushResult.Refused;
import io.signet.inference.PushResult.Why;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PackageHead;
import io.signet.inference.model.PublisherKey;
import io.signet.runtime.Clock;
import io.signet.runtime.FinishedFile;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packages that others give to this node, part by part. Nothing is stored of a publisher who is not accepted: the first part has to
 * hold the head. What broke off goes on where it was, after a restart, too. Thread-safe; one part is written at a time.
 */
final class PackageUploads {
    private static final Logger LOG = LoggerFactory.getLogger(PackageUploads.class);
    private static final String SUFFIX = ".arriving";
    /** Packages that are arriving at once, or broke off; so many times 256 MiB is what they take at most. */
    private static final int ARRIVING_MAX = 4;
    /** What broke off is kept so long against others that would begin. */
    private static final long KEPT_MS = 3_600_000;
    /** What a package has to leave free on the disk: logs go on. */
    private static final long FREE_BYTES_MIN = 64L << 20;

    private final Path directory;
    private final Set<PublisherKey> trusted;
    private final Clock clock;

    /** For packages of {@code trusted} publishers in {@code directory}, which is made if it is not there. */
    PackageUploads(Path directory, Set<PublisherKey> trusted, Clock clock) {
        this.directory = directory;
        this.trusted = Set.copyOf(trusted);
        this.clock = clock;
    }

    private Path part(Digest digest) {
        return directory.resolve(digest.toHex() + SUFFIX);
    }

    /** How many bytes of a package are here that did not arrive as a whole yet. Waits for no part that is being written. */
    long arrived(Digest digest) {
        return part(digest).toFile().length();
    }

    /**
     * Takes a part.
     *
     * @param offset where it begins in the package's file
     * @param sizeBytes of the whole file
     * @return empty if the package is whole now, verified and among the models
     */
    synchronized Optional<PushResult> put(Digest digest, long offset, long sizeBytes, ByteBuffer bytes) {
        try {
            Files.createDirectories(directory);
            Optional<PushResult> refused = offset == 0 ? begin(digest, sizeBytes, bytes) : goOn(digest, offset);
            if (refused.isPresent()) {
                return refused;
            }
            Path part = part(digest);
            write(part, offset, bytes);
            long arrived = Files.size(part);
            return arrived < sizeBytes ? Optional.of(new PushResult.Wanting(arrived)) : complete(digest, part);
        } catch (IOException e) {
            LOG.warn("a package that arrives can't be stored: {}", e.toString());
            return Optional.of(new Refused(Why.NO_ROOM, "the package can't be stored: " + e.getMessage()));
        }
    }

    private Optional<PushResult> begin(Digest digest, long sizeBytes, ByteBuffer bytes) throws IOException {
        PackageHead head;
        try {
            head = PackageHead.read(part(digest).getFileName(), bytes.duplicate());
        } catch (PackageException e) {
            return Optional.of(new Refused(Why.WRONG, e.reason() + "; the first part has to hold the whole manifest"));
        }
        if (!head.digest().equals(digest) || head.fileSizeBytes() != sizeBytes) {
            return Optional.of(new Refused(
                    Why.WRONG,
                    "this is package " + head.digest() + " of " + head.fileSizeBytes() + " bytes, not " + digest
                            + " of " + sizeBytes));
        }
        if (!trusted.contains(head.publisher())) {
            return Optional.of(new Refused(
                    Why.NOT_ACCEPTED,
                    "its publisher " + head.publisher()
                            + " is not accepted here; add that key to 'publishers' in the node's section inference if you trust"
                            + " it"));
        }
        return makePlace(digest).or(() -> requireRoom(sizeBytes));
    }

    /** Others that broke off long ago go. */
    private Optional<PushResult> makePlace(Digest digest) throws IOException {
        List<Path> others;
        try (Stream<Path> files = Files.list(directory)) {
            others = files.filter(file -> file.toString().endsWith(SUFFIX) && !file.equals(part(digest)))
                    .toList();
        }
        int left = others.size();
        for (Path other : others) {
            if (clock.wallMillis() - Files.getLastModifiedTime(other).toMillis() > KEPT_MS) {
                Files.delete(other);
                left--;
            }
        }
        return left < ARRIVING_MAX
                ? Optional.empty()
                : Optional.of(new Refused(Why.BUSY, left + " other packages are arriving: come again later"));
    }

    private Optional<PushResult> requireRoom(long sizeBytes) {
        long free = directory.toFile().getUsableSpace();
        return free >= sizeBytes + FREE_BYTES_MIN
                ? Optional.empty()
                : Optional.of(new Refused(
                        Why.NO_ROOM,
                        "the package has " + sizeBytes + " bytes, and " + free + " are free, of which " + FREE_BYTES_MIN
                                + " have to stay: make room on the node's disk"));
    }

    private Optional<PushResult> goOn(Digest digest, long offset) {
        long arrived = arrived(digest);
        return offset == arrived
                ? Optional.empty()
                : Optional.of(new Refused(
                        Why.OUT_OF_ORDER,
                        "of package " + digest + " " + arrived + " bytes are here: go on from there"));
    }

    /** A part that can't be written as a whole leaves nothing behind. */
    private static void write(Path part, long offset, ByteBuffer bytes) throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.truncate(offset);
            try {
                ByteBuffer left = bytes.duplicate();
                long at = offset;
                while (left.hasRemaining()) {
                    at += file.write(left, at);
                }
            } catch (IOException e) {
                file.truncate(offset);
                throw e;
            }
        }
    }

    private Optional<PushResult> complete(Digest digest, Path part) throws IOException {
        ModelPackage model;
        try {
            model = ModelPackage.read(part, trusted);
        } catch (PackageException e) {
            Files.delete(part);
            return Optional.of(new Refused(Why.WRONG, e.reason()));
        }
        if (!model.digest().equals(digest)) {
            Files.delete(part);
            return Optional.of(new Refused(Why.WRONG, "this is package " + model.digest() + ", not " + digest));
        }
        Path target = directory.resolve(model.manifest().identity().name() + ModelPackage.EXTENSION);
        FinishedFile.publish(part, target);
        LOG.info("model package given: {}", model);
        return Optional.empty();
    }
}
