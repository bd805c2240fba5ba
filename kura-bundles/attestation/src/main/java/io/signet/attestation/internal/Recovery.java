package io.signet.attestation.internal;

import io.signet.attestation.TamperedLogException;
import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import io.signet.statement.TreeHead;
import java.io.IOException;
import java.util.List;

/**
 * Makes a log ready to go on, at start. Entries that the last durable head covers are acknowledged: they must be there
 * and give the head's root ({@link LogScan}), else the log is refused and nothing is touched. After them comes what a
 * crash may have left: intact entries stay, since a head over them may have been signed; from the first damaged one on
 * nothing was ever made durable, let alone signed, and it is cut.
 */
final class Recovery {
    private final Storage storage;
    private final LogScan scan;
    private long cutBytes;

    private Recovery(Storage storage, LogScan scan) {
        this.storage = storage;
        this.scan = scan;
    }

    /**
     * Recovers.
     *
     * @throws TamperedLogException if the entries are not what {@code head} covers
     */
    static Recovered run(Storage storage, TreeHead head, int segmentBytesMax) throws IOException, TamperedLogException {
        LogScan scan = new LogScan(storage, head, true);
        int read = scan.run();
        Recovery recovery = new Recovery(storage, scan);
        recovery.cut(read);
        LogContents contents = scan.contents(segmentBytesMax);
        scan.mend(contents.segments());
        return new Recovered(contents, recovery.cutBytes);
    }

    /** Removes what follows the last intact entry. */
    private void cut(int read) throws IOException {
        List<Segment> found = scan.found();
        List<Segment> intact = scan.intact();
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

    /**
     * A log that can go on.
     *
     * @param contents all that it holds
     * @param cutBytes what was removed after its entries, none of it acknowledged
     */
    record Recovered(LogContents contents, long cutBytes) {}
}
