package io.signet.simulator.virtual;

import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A machine's disk in memory. It fills up, is slow, loses or tears what was not forced when the machine crashes, and can
 * be set back to an earlier state.
 */
final class VirtualDisk implements Storage {
    private final LocalClock clock;
    private final Map<String, Content> files = new TreeMap<>();
    private long forceNanos;
    private boolean full;
    private boolean claimed;
    private int boots;
    private Map<String, byte[]> snapshot = Map.of();

    VirtualDisk(LocalClock clock, long forceNanos) {
        this.clock = clock;
        this.forceNanos = forceNanos;
    }

    /** Making a write durable takes {@code nanos} from now on. */
    void setForceNanos(long nanos) {
        forceNanos = nanos;
    }

    /** Whether writes that need room fail. */
    void setFull(boolean full) {
        this.full = full;
    }

    /** Remembers what is on the disk, for {@link #rollBack}. */
    void takeSnapshot() {
        snapshot = new TreeMap<>();
        files.forEach((name, content) -> snapshot.put(name, Arrays.copyOf(content.bytes, content.size)));
    }

    /** Is as it was at the last {@link #takeSnapshot}. */
    void rollBack() {
        reboot();
        files.clear();
        snapshot.forEach((name, bytes) -> files.put(name, new Content(bytes.clone(), bytes.length)));
    }

    /** The power goes: what was not forced is lost. */
    void crash() {
        reboot();
        files.values().forEach(Content::undo);
    }

    /** The power goes: of each write that was not forced, some first bytes are there. */
    void tear(RandomGenerator random) {
        reboot();
        files.values().forEach(content -> content.tear(random));
    }

    /** The process ends, and the operating system lives on: all that was written is there. */
    void reboot() {
        boots++;
        claimed = false;
    }

    @Override
    public StorageFile open(String name) {
        return new OpenFile(files.computeIfAbsent(name, n -> new Content(new byte[64], 0)), boots);
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public List<String> list() {
        return files.keySet().stream().filter(name -> !name.contains("/")).toList();
    }

    @Override
    public void put(String path, ByteBuffer content) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        Content object = files.computeIfAbsent(path, p -> new Content(new byte[content.remaining()], 0));
        object.truncate(0);
        object.write(0, content);
    }

    @Override
    public void force(Collection<String> paths) throws IOException {
        for (String path : paths) {
            Content object = files.get(path);
            if (object == null) {
                throw new IOException("no object " + path);
            }
            object.undo.clear();
            clock.charge(forceNanos);
        }
    }

    @Override
    public Optional<ByteBuffer> get(String path, int sizeBytesMax) throws IOException {
        Content object = files.get(path);
        if (object == null) {
            return Optional.empty();
        }
        if (object.size > sizeBytesMax) {
            throw new IOException(path + " has " + object.size + " bytes, at most " + sizeBytesMax + " are allowed");
        }
        return Optional.of(ByteBuffer.wrap(Arrays.copyOf(object.bytes, object.size)));
    }

    @Override
    public void remove(String path) {
        files.remove(path);
    }

    @Override
    public void removeBelow(String path) {
        files.keySet().removeIf(name -> name.startsWith(path + "/"));
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        Content content = files.remove(from);
        if (content == null) {
            throw new IOException("no file " + from);
        }
        files.put(to, content);
        content.undo.clear();
        clock.charge(forceNanos);
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

    /** What a write of {@code written} bytes, or a cut, replaced: {@code before}, in a file of {@code size} bytes. */
    private static final class Undo {
        private final int position;
        private final byte[] before;
        private final int size;
        private final int written;

        Undo(int position, byte[] before, int size, int written) {
            this.position = position;
            this.before = before;
            this.size = size;
            this.written = written;
        }
    }

    private static final class Content {
        private byte[] bytes;
        private int size;
        private final List<Undo> undo = new ArrayList<>(2);

        Content(byte[] bytes, int size) {
            this.bytes = bytes;
            this.size = size;
        }

        void write(int position, ByteBuffer source) {
            int count = source.remaining();
            int end = position + count;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            undo.add(new Undo(
                    position, Arrays.copyOfRange(bytes, Math.min(position, size), Math.min(end, size)), size, count));
            source.get(bytes, position, count);
            size = Math.max(size, end);
        }

        void truncate(int newSize) {
            if (newSize < size) {
                undo.add(new Undo(newSize, Arrays.copyOfRange(bytes, newSize, size), size, 0));
                size = newSize;
            }
        }

        void undo() {
            for (int i = undo.size() - 1; i >= 0; i--) {
                Undo last = undo.get(i);
                System.arraycopy(last.before, 0, bytes, last.position, last.before.length);
                size = last.size;
            }
            undo.clear();
        }

        void tear(RandomGenerator random) {
            List<Undo> lost = List.copyOf(undo);
            byte[] written = Arrays.copyOf(bytes, bytes.length);
            undo();
            for (Undo change : lost) {
                int kept = change.written == 0 ? 0 : random.nextInt(change.written + 1);
                if (kept > 0) {
                    System.arraycopy(written, change.position, bytes, change.position, kept);
                    size = Math.max(size, change.position + kept);
                }
            }
        }
    }

    private final class OpenFile implements StorageFile {
        private final Content content;
        private final int boot;

        OpenFile(Content content, int boot) {
            this.content = content;
            this.boot = boot;
        }

        private Content live() throws IOException {
            if (boot != boots) {
                throw new IOException("this file was opened before the machine went down");
            }
            return content;
        }

        @Override
        public long sizeBytes() throws IOException {
            return live().size;
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            int count = (int) Math.max(0, Math.min(target.remaining(), live().size - position));
            target.put(content.bytes, (int) position, count);
            return count;
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            if (full && position + source.remaining() > live().size) {
                throw new IOException("No space left on device");
            }
            live().write((int) position, source);
        }

        @Override
        public void force() throws IOException {
            live().undo.clear();
            clock.charge(forceNanos);
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            live().truncate((int) sizeBytes);
        }

        @Override
        public void close() {
            // Nothing is kept back.
        }
    }
}
