package io.signet.inference.process.internal;

import io.signet.inference.process.internal.Message.Area;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Memory that the node and an engine's process both see: a mapped file. The file is deleted as soon as both ends have
 * mapped it, so that nothing is left behind however either of them ends. One thread at a time.
 */
final class SharedMemory {
    /** Most bytes of all inputs, and of all outputs, of one run. */
    static final int SIZE_BYTES_MAX = 1 << 30;

    private static final int SIZE_BYTES_MIN = 64 << 10;
    private static final int CHUNK_BYTES = 64 << 10;
    private static final Path SHARED = Path.of("/dev/shm");
    private static final String PREFIX = "signet-engine-";

    private ByteBuffer memory = ByteBuffer.allocate(0);
    private Optional<Path> file = Optional.empty();

    /** Where such files may be, the best place first: in memory, or else on the disk. */
    static List<Path> places() {
        List<Path> places = new ArrayList<>();
        if (Files.isDirectory(SHARED) && Files.isWritable(SHARED)) {
            places.add(SHARED);
        }
        places.add(Path.of(System.getProperty("java.io.tmpdir")));
        return places;
    }

    /** A directory that its owner alone may enter. */
    static Path createDirectory() throws IOException {
        return Files.createTempDirectory(places().get(0), PREFIX);
    }

    /** What lies in it now. */
    ByteBuffer memory() {
        return memory;
    }

    /**
     * Makes room for {@code sizeBytes}.
     *
     * @return what the other end must map, if the memory is new; {@link #mapped} says that it did
     * @throws IOException if there is no room, anywhere
     */
    Optional<Area> require(long sizeBytes) throws IOException {
        if (sizeBytes <= memory.capacity()) {
            return Optional.empty();
        }
        if (sizeBytes > SIZE_BYTES_MAX) {
            throw new IOException(sizeBytes + " bytes are more than the " + SIZE_BYTES_MAX + " of a run");
        }
        int size = Math.max(SIZE_BYTES_MIN, Integer.highestOneBit((int) sizeBytes - 1) << 1);
        mapped();
        IOException full = new IOException("there is no place for shared memory");
        for (Path place : places()) {
            try {
                return Optional.of(create(place, size));
            } catch (IOException e) {
                full.addSuppressed(e);
            }
        }
        throw full;
    }

    private Area create(Path place, int size) throws IOException {
        Path created = Files.createTempFile(place, PREFIX, "");
        file = Optional.of(created);
        try (FileChannel channel = FileChannel.open(created, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Written and not only lengthened: a file system that is full says so here and not by a signal later.
            ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
            for (int position = 0; position < size; position += CHUNK_BYTES) {
                zeros.clear();
                while (zeros.hasRemaining()) {
                    channel.write(zeros, (long) position + zeros.position());
                }
            }
            memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
        } catch (IOException e) {
            mapped();
            throw e;
        }
        return new Area(created.toString(), size);
    }

    /** Deletes the file: the other end has mapped it, or never will. */
    void mapped() throws IOException {
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
            file = Optional.empty();
        }
    }

    /** Maps what the other end made. */
    void map(Area area) throws IOException {
        try (FileChannel channel =
                FileChannel.open(Path.of(area.file()), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, area.sizeBytes());
        }
    }
}
