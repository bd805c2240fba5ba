package io.signet.attestation.internal;

import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.TreeHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * The last two signed heads, in the file {@code heads}: four slots of one disk sector, 512 bytes, each. Every head is
 * written twice, over the head before the last: even generations into slots 0 and 1, odd ones into 2 and 3. So a write
 * that the power cuts short leaves the last head as it was, and damage to one sector later loses none.
 *
 * <pre>
 * slot
 *  offset size
 *       0    8  "SIGNETH1"
 *       8    8  generation: how many heads were written before, big-endian
 *      16    2  n, the head's size, big-endian
 *      18    n  the head, as {@link TreeHead#encode} has it
 *               zeros
 *     508    4  CRC-32C of the 508 before, big-endian
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class HeadSlots implements AutoCloseable {
    static final String FILE = "heads";

    /** Becomes {@link #FILE} once it is whole. */
    static final String DRAFT = "heads.new";

    static final int SLOT_SIZE_BYTES = 512;
    private static final int SLOTS = 4;
    private static final int COPIES = 2;
    private static final int CRC_OFFSET = SLOT_SIZE_BYTES - Integer.BYTES;
    private static final Bytes MAGIC = Bytes.utf8("SIGNETH1");

    private final StorageFile file;
    private Optional<Slot> newest;

    private HeadSlots(StorageFile file, Optional<Slot> newest) {
        this.file = file;
        this.newest = newest;
    }

    /** Begins a log with its first head. The file appears whole or not at all. */
    static HeadSlots create(Storage storage, TreeHead first) throws IOException {
        Slot slot = new Slot(0, first);
        try (StorageFile draft = storage.open(DRAFT)) {
            draft.truncate(0);
            draft.write(0, encode(slot).limit(SLOTS * SLOT_SIZE_BYTES));
            draft.force();
        }
        storage.replace(DRAFT, FILE);
        return new HeadSlots(storage.open(FILE), Optional.of(slot));
    }

    /** Reads the slots, whatever they hold. */
    static HeadSlots open(Storage storage) throws IOException {
        try (Opening opening = new Opening()) {
            StorageFile file = storage.open(FILE);
            opening.add(file::close);
            // A process that was killed may have left a head in the system's memory only.
            file.force();
            ByteBuffer slots = ByteBuffer.allocate(SLOTS * SLOT_SIZE_BYTES);
            file.read(0, slots);
            Optional<Slot> newest = IntStream.range(0, SLOTS)
                    .mapToObj(i -> decode(slots.slice(i * SLOT_SIZE_BYTES, SLOT_SIZE_BYTES)))
                    .flatMap(Optional::stream)
                    .max(Comparator.comparingLong(Slot::generation));
            opening.done();
            return new HeadSlots(file, newest);
        }
    }

    /** The last head that was written whole; empty if no slot is readable. */
    Optional<TreeHead> newest() {
        return newest.map(Slot::head);
    }

    /** Writes the next head, durably, unless this fails: then nobody knows which of the two the file holds. */
    void write(TreeHead head) throws IOException {
        Slot slot = new Slot(newest.map(Slot::generation).orElse(-1L) + 1, head);
        long at = slot.generation % COPIES * COPIES * SLOT_SIZE_BYTES;
        file.write(at, encode(slot));
        file.force();
        newest = Optional.of(slot);
    }

    /** Two copies of the slot, in a buffer with room for four. */
    private static ByteBuffer encode(Slot slot) {
        Bytes head = slot.head.encode();
        ByteBuffer slots = ByteBuffer.allocate(SLOTS * SLOT_SIZE_BYTES);
        for (int copy = 0; copy < COPIES; copy++) {
            ByteBuffer one = slots.slice(copy * SLOT_SIZE_BYTES, SLOT_SIZE_BYTES);
            one.put(MAGIC.asBuffer()).putLong(slot.generation).putShort((short) head.size());
            one.put(head.asBuffer());
            one.putInt(CRC_OFFSET, crc(one));
        }
        return slots.limit(COPIES * SLOT_SIZE_BYTES);
    }

    private static Optional<Slot> decode(ByteBuffer slot) {
        int sizeBytes = Short.toUnsignedInt(slot.getShort(MAGIC.size() + Long.BYTES));
        long generation = slot.getLong(MAGIC.size());
        int start = MAGIC.size() + Long.BYTES + Short.BYTES;
        if (!slot.slice(0, MAGIC.size()).equals(MAGIC.asBuffer())
                || slot.getInt(CRC_OFFSET) != crc(slot)
                || generation < 0
                || sizeBytes > CRC_OFFSET - start) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Slot(generation, TreeHead.decode(Bytes.copyOf(slot.slice(start, sizeBytes)))));
        } catch (MalformedException notWrittenByThisClass) {
            return Optional.empty();
        }
    }

    private static int crc(ByteBuffer slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot.slice(0, CRC_OFFSET));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private record Slot(long generation, TreeHead head) {}
}
