package io.signet.attestation.internal;

import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * A file of batches, each durable before the next is written.
 *
 * <pre>
 * file
 *       0    8  "SIGNETW1"
 *       8    8  salt, drawn when the file is made
 *      16       batches
 * batch
 *       0    4  "SWB1"
 *       4    4  n, 1 to {@link #BATCH_SIZE_BYTES_MAX}, big-endian
 *       8    4  CRC-32C of the salt, n and the content
 *      12    n  content
 * </pre>
 *
 * <p>A batch that is not whole ends the file: a write that was cut short. But if another follows, it had been durable, and
 * was damaged since; then the journal does not open. The salt keeps others, who have a say in the contents, from making
 * parts of them look like batches. Not thread-safe.
 */
final class WitnessJournal implements AutoCloseable {
    static final String FILE = "witness";

    /** Becomes {@link #FILE} once it is whole. */
    static final String DRAFT = "witness.new";

    static final int BATCH_SIZE_BYTES_MAX = 1 << 20;
    private static final Bytes FILE_MAGIC = Bytes.utf8("SIGNETW1");
    private static final int FILE_HEADER_SIZE_BYTES = 16;
    private static final int HEADER_SIZE_BYTES = 12;
    private static final int MAGIC = 0x53574231;

    private final Storage storage;
    private final RandomGenerator random;
    private StorageFile file;
    private long salt;
    private long end;

    private WitnessJournal(Storage storage, RandomGenerator random, StorageFile file, long salt, long end) {
        this.storage = storage;
        this.random = random;
        this.file = file;
        this.salt = salt;
        this.end = end;
    }

    /**
     * Opens the journal, or begins one, and hands each batch to {@code reader}.
     *
     * @param random draws the salt
     * @throws IOException if the storage fails, or the journal is damaged
     */
    static WitnessJournal open(Storage storage, RandomGenerator random, Consumer<Bytes> reader) throws IOException {
        if (!storage.exists(FILE)) {
            begin(storage, random.nextLong(), List.of());
        }
        try (Opening opening = new Opening()) {
            StorageFile file = storage.open(FILE);
            opening.add(file::close);
            file.force(); // a process that was killed may have left a batch in the system's memory only
            ByteBuffer all = contents(file);
            if (all.limit() < FILE_HEADER_SIZE_BYTES
                    || !all.slice(0, FILE_MAGIC.size()).equals(FILE_MAGIC.asBuffer())) {
                throw damaged(0);
            }
            long salt = all.getLong(FILE_MAGIC.size());
            int end = readAll(all, salt, reader);
            file.truncate(end);
            opening.done();
            return new WitnessJournal(storage, random, file, salt, end);
        }
    }

    /** The file appears whole or not at all. */
    private static long begin(Storage storage, long salt, Iterable<Bytes> batches) throws IOException {
        long written = FILE_HEADER_SIZE_BYTES;
        try (StorageFile draft = storage.open(DRAFT)) {
            draft.truncate(0);
            ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_SIZE_BYTES);
            draft.write(0, header.put(FILE_MAGIC.asBuffer()).putLong(salt).flip());
            for (Bytes content : batches) {
                write(draft, written, salt, content);
                written += HEADER_SIZE_BYTES + content.size();
            }
            draft.force();
        }
        storage.replace(DRAFT, FILE);
        return written;
    }

    private static ByteBuffer contents(StorageFile file) throws IOException {
        long size = file.sizeBytes();
        if (size > Integer.MAX_VALUE) {
            throw new IOException("the file '" + FILE + "' has " + size + " bytes, more than are ever written");
        }
        ByteBuffer all = ByteBuffer.allocate((int) size);
        file.read(0, all);
        return all.flip();
    }

    private static int readAll(ByteBuffer all, long salt, Consumer<Bytes> reader) throws IOException {
        int at = FILE_HEADER_SIZE_BYTES;
        while (at < all.limit()) {
            int content = contentSize(all, at, salt);
            if (content == 0) {
                requireNoneAfter(all, at, salt);
                break;
            }
            reader.accept(Bytes.copyOf(all.slice(at + HEADER_SIZE_BYTES, content)));
            at += HEADER_SIZE_BYTES + content;
        }
        return at;
    }

    private static void requireNoneAfter(ByteBuffer all, int bad, long salt) throws IOException {
        for (int at = bad + 1; at < all.limit(); at++) {
            if (contentSize(all, at, salt) > 0) {
                throw damaged(bad);
            }
        }
    }

    static IOException damaged(long offset) {
        return new IOException("the file '" + FILE + "' is damaged at offset " + offset
                + "; you may move it away, but then this witness may sign what contradicts what it signed before");
    }

    /** Size of the content of the whole batch at that place, 0 if there is none. */
    private static int contentSize(ByteBuffer all, int at, long salt) {
        if (all.limit() - at < HEADER_SIZE_BYTES || all.getInt(at) != MAGIC) {
            return 0;
        }
        int size = all.getInt(at + 4);
        if (size < 1 || size > Math.min(BATCH_SIZE_BYTES_MAX, all.limit() - at - HEADER_SIZE_BYTES)) {
            return 0;
        }
        return all.getInt(at + 8) == crc(salt, size, all.slice(at + HEADER_SIZE_BYTES, size)) ? size : 0;
    }

    private static int crc(long salt, int size, ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(salt)
                .putInt(size)
                .flip());
        crc.update(content);
        return (int) crc.getValue();
    }

    /** Size of the file. */
    long sizeBytes() {
        return end;
    }

    /** Appends a batch, durably. If that fails, the next one takes its place. */
    void append(Bytes content) throws IOException {
        write(file, end, salt, content);
        file.force();
        end += HEADER_SIZE_BYTES + content.size();
    }

    /** Replaces all batches by these: all of them, or none if that fails. */
    void rewrite(Iterable<Bytes> batches) throws IOException {
        long newSalt = random.nextLong();
        long newEnd = begin(storage, newSalt, batches);
        file.close();
        file = storage.open(FILE);
        salt = newSalt;
        end = newEnd;
    }

    private static void write(StorageFile to, long at, long salt, Bytes content) throws IOException {
        ByteBuffer batch = ByteBuffer.allocate(HEADER_SIZE_BYTES + content.size());
        batch.putInt(MAGIC).putInt(content.size()).putInt(crc(salt, content.size(), content.asBuffer()));
        batch.put(content.asBuffer());
        to.write(at, batch.flip());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
