package io.signet.attestation;

import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Files in memory, on a disk that fails as disks do: it fills up, it can't force, the power goes. What was not forced by
 * then may be there, in part or not at all, and not in the order it was written; what was forced stays.
 *
 * <p>Which faults a log must survive: the loss of any unforced writes, the tearing of each at any byte, a full disk,
 * writes and forces that fail. Which it must find: any change of what was forced.
 */
public final class FaultyStorage implements Storage {
    private final TreeMap<String, Content> files = new TreeMap<>();
    private long freeBytes = Long.MAX_VALUE;
    private int forcesToFail;
    private long powerLostAfter = Long.MAX_VALUE;
    private int boots;
    private boolean claimed;

    /** How many bytes files may grow from now on. */
    public void setFreeBytes(long freeBytes) {
        this.freeBytes = freeBytes;
    }

    /** Lets the next {@code forces} forces fail, having forced nothing. */
    public void failForces(int forces) {
        this.forcesToFail = forces;
    }

    /** Lets the power go, with a {@link PowerLoss}, after so many changes from now on. */
    public void losePowerAfter(long changes) {
        this.powerLostAfter = changes;
    }

    /** Boots after a power loss: of each file's unforced changes, {@code survivor} picks what is on the disk. */
    public void boot(Survivor survivor) {
        files.values().forEach(content -> content.lose(survivor));
        files.entrySet().removeIf(file -> isObject(file.getKey()) && file.getValue().current.length == 0);
        killProcess();
    }

    /** A process that is killed leaves everything it wrote, yet no more of it forced than before. */
    public void killProcess() {
        boots++;
        claimed = false;
        powerLostAfter = Long.MAX_VALUE;
    }

    /** The same files on another disk, all of them forced. */
    public FaultyStorage copy() {
        FaultyStorage copy = new FaultyStorage();
        files.forEach((name, content) -> copy.put(name, content.current));
        return copy;
    }

    /** A file's bytes. */
    public byte[] get(String name) {
        return content(name).current.clone();
    }

    /** Replaces a file's bytes behind the log's back, as a forger would. */
    public void put(String name, byte[] bytes) {
        files.put(name, new Content(bytes.clone()));
    }

    /** Removes a file, or an object, also behind the log's back. */
    @Override
    public void remove(String name) {
        files.remove(name);
    }

    @Override
    public void removeBelow(String path) {
        files.keySet().removeIf(name -> name.startsWith(path + "/"));
    }

    @Override
    public StorageFile open(String name) {
        if (!files.containsKey(name)) {
            change();
        }
        return new OpenFile(files.computeIfAbsent(name, n -> new Content(new byte[0])), boots);
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public List<String> list() {
        return files.keySet().stream().filter(name -> !isObject(name)).toList();
    }

    /** Names of all objects, sorted. */
    public List<String> objects() {
        return files.keySet().stream().filter(FaultyStorage::isObject).toList();
    }

    private static boolean isObject(String name) {
        return name.contains("/");
    }

    @Override
    public void put(String path, ByteBuffer content) throws IOException {
        change();
        if (content.remaining() > freeBytes) {
            throw new IOException("No space left on device");
        }
        freeBytes -= content.remaining();
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        files.computeIfAbsent(path, p -> new Content(new byte[0])).apply(new Replacement(bytes));
    }

    @Override
    public void force(Collection<String> paths) throws IOException {
        for (String path : paths) {
            forcing(content(path));
        }
    }

    private void forcing(Content content) throws IOException {
        change();
        if (forcesToFail > 0) {
            forcesToFail--;
            throw new IOException("Input/output error");
        }
        content.force();
    }

    @Override
    public Optional<ByteBuffer> get(String path, int sizeBytesMax) throws IOException {
        Optional<byte[]> bytes = Optional.ofNullable(files.get(path)).map(content -> content.current.clone());
        if (bytes.filter(b -> b.length > sizeBytesMax).isPresent()) {
            throw new IOException(path + " is too large");
        }
        return bytes.map(ByteBuffer::wrap);
    }

    @Override
    public void delete(String name) {
        change();
        files.remove(name);
    }

    @Override
    public void replace(String from, String to) {
        change();
        files.put(to, content(from));
        files.remove(from);
    }

    @Override
    public Claim claim() throws IOException {
        if (claimed) {
            throw new IOException("in use");
        }
        claimed = true;
        int boot = boots;
        return () -> claimed = claimed && boots != boot;
    }

    private Content content(String name) {
        Content content = files.get(name);
        if (content == null) {
            throw new IllegalArgumentException("no file " + name + " in " + files.keySet());
        }
        return content;
    }

    private void change() {
        if (powerLostAfter == 0) {
            throw new PowerLoss();
        }
        powerLostAfter--;
    }

    /** The power went: nothing after this happens. */
    public static final class PowerLoss extends RuntimeException {
        PowerLoss() {
            super("the power went");
        }
    }

    /** Picks what of an unforced change reached the disk. */
    @FunctionalInterface
    public interface Survivor {
        /**
         * How many bytes of a write did, from its start; of a truncation, whether it did (not 0).
         *
         * @param change which unforced change of its file, from 0
         * @param sizeBytes of the write; 1 for a truncation
         */
        int bytes(int change, int sizeBytes);

        /** Any part of any change. */
        static Survivor random(RandomGenerator random) {
            return (change, sizeBytes) -> switch (random.nextInt(3)) {
                case 0 -> 0;
                case 1 -> sizeBytes;
                default -> random.nextInt(sizeBytes + 1);
            };
        }
    }

    /** What the process sees, what is forced, and the changes between. */
    private static final class Content {
        private byte[] current;
        private byte[] forced;
        private final List<Change> changes = new ArrayList<>();

        Content(byte[] bytes) {
            current = bytes;
            forced = bytes.clone();
        }

        void apply(Change change) {
            current = change.apply(current, change.sizeBytes());
            changes.add(change);
        }

        void force() {
            forced = current.clone();
            changes.clear();
        }

        void lose(Survivor survivor) {
            for (int i = 0; i < changes.size(); i++) {
                Change change = changes.get(i);
                forced = change.apply(forced, survivor.bytes(i, change.sizeBytes()));
            }
            current = forced.clone();
            changes.clear();
        }
    }

    private interface Change {
        int sizeBytes();

        byte[] apply(byte[] before, int bytes);
    }

    private static final class Write implements Change {
        private final int at;
        private final byte[] bytes;

        Write(int at, byte[] bytes) {
            this.at = at;
            this.bytes = bytes;
        }

        @Override
        public int sizeBytes() {
            return bytes.length;
        }

        @Override
        public byte[] apply(byte[] before, int count) {
            if (count == 0) {
                return before;
            }
            byte[] after = Arrays.copyOf(before, Math.max(before.length, at + count));
            System.arraycopy(bytes, 0, after, at, count);
            return after;
        }
    }

    /** A whole object, put. */
    private static final class Replacement implements Change {
        private final byte[] bytes;

        Replacement(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int sizeBytes() {
            return bytes.length;
        }

        @Override
        public byte[] apply(byte[] before, int count) {
            return count == 0 ? before : Arrays.copyOf(bytes, count);
        }
    }

    private static final class Truncation implements Change {
        private final int size;

        Truncation(int size) {
            this.size = size;
        }

        @Override
        public int sizeBytes() {
            return 1;
        }

        @Override
        public byte[] apply(byte[] before, int count) {
            return count == 0 || before.length <= size ? before : Arrays.copyOf(before, size);
        }
    }

    private final class OpenFile implements StorageFile {
        private final Content content;
        private final int boot;

        OpenFile(Content content, int boot) {
            this.content = content;
            this.boot = boot;
        }

        @Override
        public long sizeBytes() throws IOException {
            return live().current.length;
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            byte[] bytes = live().current;
            int count = (int) Math.max(0, Math.min(target.remaining(), bytes.length - position));
            if (count > 0) {
                target.put(bytes, (int) position, count);
            }
            return count;
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            change();
            long growth = Math.max(0, position + source.remaining() - live().current.length);
            int refused = (int) Math.max(0, growth - freeBytes);
            byte[] bytes = new byte[source.remaining() - refused];
            source.get(bytes);
            live().apply(new Write((int) position, bytes));
            if (refused > 0) {
                freeBytes = 0;
                throw new IOException("No space left on device");
            }
            freeBytes -= growth;
        }

        @Override
        public void force() throws IOException {
            forcing(live());
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            if (sizeBytes < live().current.length) {
                change();
                live().apply(new Truncation((int) sizeBytes));
            }
        }

        private Content live() throws IOException {
            if (boot != boots) {
                throw new IOException("this file was opened before the power went");
            }
            return content;
        }

        @Override
        public void close() {
            // Nothing is kept back.
        }
    }
}
