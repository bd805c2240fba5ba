package io.signet.cli.bench;

import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A storage that writes to another, and makes nothing durable: to set up in a minute what takes a node hours. Nothing is
 * measured on it.
 *
 * @param disk that is written to
 */
record UnforcedStorage(Storage disk) implements Storage {
    @Override
    public StorageFile open(String name) throws IOException {
        return new UnforcedFile(disk.open(name));
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(name);
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        disk.replace(from, to);
    }

    @Override
    public void put(String path, ByteBuffer content) throws IOException {
        disk.put(path, content);
    }

    @Override
    public void force(Collection<String> paths) {
        // that is the point
    }

    @Override
    public Optional<ByteBuffer> get(String path, int sizeBytesMax) throws IOException {
        return disk.get(path, sizeBytesMax);
    }

    @Override
    public void remove(String path) throws IOException {
        disk.remove(path);
    }

    @Override
    public void removeBelow(String path) throws IOException {
        disk.removeBelow(path);
    }

    @Override
    public Claim claim() throws IOException {
        return disk.claim();
    }

    private record UnforcedFile(StorageFile file) implements StorageFile {
        @Override
        public long sizeBytes() throws IOException {
            return file.sizeBytes();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            file.write(position, source);
        }

        @Override
        public void force() {
            // that is the point
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            file.truncate(sizeBytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
