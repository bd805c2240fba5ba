package io.signet.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A {@link Storage} in one directory of a real file system. */
public final class DiskStorage implements Storage {
    /** Stays behind, empty: only its lock means anything. */
    private static final String CLAIM_FILE = "lock";

    private static final Pattern NAME = Pattern.compile("[a-z0-9-][a-z0-9.-]*");
    private static final Pattern PATH = Pattern.compile(NAME + "(?:/" + NAME + ")+");
    /** No object's name may end so. */
    private static final String DRAFT = ".new";

    private final Path directory;
    private final boolean readOnly;

    /** Uses {@code directory}, which is created if need be. */
    public DiskStorage(Path directory) throws IOException {
        this(Files.createDirectories(directory), false);
    }

    private DiskStorage(Path directory, boolean readOnly) {
        this.directory = directory;
        this.readOnly = readOnly;
    }

    /**
     * Reads what somebody else may be writing in {@code directory}: whatever would change something fails, with an
     * {@link IOException}, and a file that is opened must be there.
     */
    public static DiskStorage readOnly(Path directory) {
        return new DiskStorage(directory, true);
    }

    private void requireWritable() throws IOException {
        if (readOnly) {
            throw new IOException(directory + " is only read here");
        }
    }

    @Override
    public StorageFile open(String name) throws IOException {
        if (readOnly) {
            return new ChannelFile(FileChannel.open(path(name), StandardOpenOption.READ));
        }
        boolean created = !exists(name);
        FileChannel channel = FileChannel.open(
                path(name), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        if (created) {
            FinishedFile.forceDirectory(
                    directory); // else a power cut could lose the file's name, and with it all that was forced into it
        }
        return new ChannelFile(channel);
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path(name));
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
                    .map(p -> p.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        requireWritable();
        Files.deleteIfExists(path(name));
        FinishedFile.forceDirectory(directory);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        requireWritable();
        FinishedFile.rename(path(from), path(to));
    }

    @Override
    public void put(String path, ByteBuffer content) throws IOException {
        requireWritable();
        Path target = object(path);
        Path draft = target.resolveSibling(target.getFileName() + DRAFT);
        makeDirectory(target.getParent());
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Creates a directory below this one, and forces each above that is new, so that later only files need be. */
    private void makeDirectory(Path wanted) throws IOException {
        if (!Files.isDirectory(wanted)) {
            makeDirectory(wanted.getParent());
            Files.createDirectories(wanted);
            FinishedFile.forceDirectory(wanted.getParent());
        }
    }

    @Override
    public void force(Collection<String> paths) throws IOException {
        requireWritable();
        Set<Path> directories = new LinkedHashSet<>();
        for (String path : paths) {
            Path object = object(path);
            try (FileChannel channel = FileChannel.open(object, StandardOpenOption.WRITE)) {
                channel.force(false);
            }
            directories.add(object.getParent());
        }
        for (Path parent : directories) {
            FinishedFile.forceDirectory(parent);
        }
    }

    @Override
    public Optional<ByteBuffer> get(String path, int sizeBytesMax) throws IOException {
        try (FileChannel channel = FileChannel.open(object(path), StandardOpenOption.READ)) {
            long sizeBytes = channel.size();
            if (sizeBytes > sizeBytesMax) {
                throw new IOException(path + " has " + sizeBytes + " bytes, at most " + sizeBytesMax + " are allowed");
            }
            ByteBuffer content = ByteBuffer.allocate((int) sizeBytes);
            new ChannelFile(channel).read(0, content);
            return Optional.of(content.flip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void remove(String path) throws IOException {
        requireWritable();
        Files.deleteIfExists(object(path));
    }

    @Override
    public void removeBelow(String path) throws IOException {
        requireWritable();
        Path below = object(path);
        if (!Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.list(below)) {
            for (Path object : all.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                Files.deleteIfExists(object);
            }
        }
        try {
            Files.delete(below);
        } catch (DirectoryNotEmptyException inUse) {
            // somebody else's things are there, too
        }
    }

    @Override
    public Claim claim() throws IOException {
        requireWritable();
        FileChannel channel = FileChannel.open(path(CLAIM_FILE), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        if (!lock(channel)) {
            channel.close();
            throw new IOException(directory + " is in use by another process");
        }
        return channel::close;
    }

    /** Locks the whole file; the system undoes it with the process. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private Path path(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a storage file name: '" + name + "'");
        }
        return directory.resolve(name);
    }

    private Path object(String path) {
        if (!PATH.matcher(path).matches() || path.endsWith(DRAFT)) {
            throw new IllegalArgumentException("not the path of a storage object: '" + path + "'");
        }
        return directory.resolve(path);
    }

    private record ChannelFile(FileChannel channel) implements StorageFile {
        @Override
        public long sizeBytes() throws IOException {
            return channel.size();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            int total = 0;
            while (target.hasRemaining()) {
                int read = channel.read(target, position + total);
                if (read < 0) {
                    break;
                }
                total += read;
            }
            return total;
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            long at = position;
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            channel.truncate(sizeBytes);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
