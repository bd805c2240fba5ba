package io.signet.attestation.internal;

import io.signet.attestation.TamperedLogException;
import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads a log from its first entry to its last, at start. Entries that the last durable head covers are acknowledged:
 * they must be there and give the head's root, else the log is refused and nothing is touched. After them comes what a
 * crash may have left: intact entries stay, since a head over them may have been signed; from the first damaged one on
 * nothing was ever made durable, let alone signed, and it is cut.
 */
final class Recovery {
    private final Storage storage;
    private final TreeHead head;
    private final TreeFile tree;
    private final List<Segment> intact = new ArrayList<>();
    private long size;
    private long cutBytes;

    private Recovery(Storage storage, TreeHead head, TreeFile tree) {
        this.storage = storage;
        this.head = head;
        this.tree = tree;
    }

    /**
     * Recovers.
     *
     * @param tree checked, and mended where it is wrong though the entries are right
     * @throws TamperedLogException if the entries are not what {@code head} covers
     */
    static Recovered run(Storage storage, TreeHead head, TreeFile tree) throws IOException, TamperedLogException {
        Recovery recovery = new Recovery(storage, head, tree);
        List<Segment> found = recovery.segments();
        TreeReplay replay = new TreeReplay(tree);
        int read = recovery.read(found, replay);
        recovery.requireHead(replay);
        recovery.cut(found, read);
        if (!replay.finish()) {
            recovery.rebuildTree();
        }
        return new Recovered(recovery.intact, recovery.cutBytes);
    }

    /** The segments that there are, in order; the entries of one may yet be missing or be another's. */
    private List<Segment> segments() throws IOException {
        return storage.list().stream()
                .map(Segment::ofName)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Segment::firstIndex))
                .toList();
    }

    /** Reads up to the first damage, and tells in which segment that is, or how many there are. */
    private int read(List<Segment> found, TreeReplay replay) throws IOException, TamperedLogException {
        for (int i = 0; i < found.size(); i++) {
            Segment segment = found.get(i);
            if (segment.firstIndex() != size) {
                requireUnacknowledged("the file '" + segment.name() + "' does not follow on the one before");
                return i;
            }
            if (!read(segment, replay)) {
                return i;
            }
        }
        if (size < head.size()) {
            throw new TamperedLogException(size, "it is missing; the head is signed for " + head.size() + " entries");
        }
        return found.size();
    }

    private boolean read(Segment segment, TreeReplay replay) throws IOException, TamperedLogException {
        try (StorageFile file = storage.open(segment.name())) {
            SegmentReader reader = new SegmentReader(file, segment.firstIndex());
            if (!reader.readHeader()) {
                requireUnacknowledged("the header of the file '" + segment.name() + "' is damaged");
                return false;
            }
            intact.add(segment);
            while (true) {
                SegmentReader.Frame frame = reader.next();
                if (frame instanceof SegmentReader.Entry entry) {
                    replay.entry(MerkleTree.leafHash(entry.content()));
                    segment.add(entry.content().size());
                    size++;
                    if (size == head.size()) {
                        requireHead(replay);
                    }
                } else if (frame instanceof SegmentReader.Damaged damaged) {
                    requireUnacknowledged(damaged.reason());
                    return false;
                } else {
                    return true;
                }
            }
        }
    }

    private void requireUnacknowledged(String damage) throws TamperedLogException {
        if (size < head.size()) {
            throw new TamperedLogException(size, damage);
        }
    }

    /** Once all entries under the head are replayed, their root must be the head's. */
    private void requireHead(TreeReplay replay) throws TamperedLogException {
        if (size != head.size() || replay.root().equals(head.root())) {
            return;
        }
        if (replay.alteredEntry().isPresent()) {
            throw new TamperedLogException(
                    replay.alteredEntry().getAsLong(), "it is another one than the node signed for");
        }
        throw new TamperedLogException(
                0,
                "one of the first " + head.size() + " is another one than the node signed for; which, nobody can tell");
    }

    /** Removes what follows the last intact entry. */
    private void cut(List<Segment> found, int read) throws IOException {
        // The last first: should this be cut short itself, the next start finds the same damage at the same place.
        for (int i = found.size() - 1; i >= read; i--) {
            Segment segment = found.get(i);
            long keptBytes = intact.contains(segment) ? segment.sizeBytes() : 0;
            try (StorageFile file = storage.open(segment.name())) {
                cutBytes += file.sizeBytes() - keptBytes;
                if (keptBytes > 0) {
                    file.truncate(keptBytes);
                    file.force();
                }
            }
            if (keptBytes == 0) {
                storage.delete(segment.name());
            }
        }
        if (!intact.isEmpty()) {
            // What the crash left may be in the system's memory only; a head may be signed over it next.
            try (StorageFile file = storage.open(intact.get(intact.size() - 1).name())) {
                file.force();
            }
        }
    }

    private void rebuildTree() throws IOException {
        tree.continueAfter(0);
        TreeReplay replay = new TreeReplay(tree);
        for (Segment segment : intact) {
            try (StorageFile file = storage.open(segment.name())) {
                SegmentReader reader = new SegmentReader(file, segment.firstIndex());
                if (!reader.readHeader()) {
                    throw new IOException("the file '" + segment.name() + "' changed while it was read");
                }
                while (reader.next() instanceof SegmentReader.Entry entry) {
                    replay.entry(MerkleTree.leafHash(entry.content()));
                }
            }
        }
        if (!replay.finish()) {
            throw new IOException("the file '" + TreeFile.FILE + "' changed while it was made anew");
        }
    }

    /**
     * A log that can go on.
     *
     * @param segments all of its entries
     * @param cutBytes what was removed after them, none of it acknowledged
     */
    record Recovered(List<Segment> segments, long cutBytes) {}
}
