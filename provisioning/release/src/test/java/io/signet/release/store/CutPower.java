package io.signet.release.store;

import io.signet.statement.Bytes;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk whose power fails after some steps; the step at which it fails is half done. */
final class CutPower implements DurableFiles {
    private int left;

    /** The power has failed. */
    static final class PowerException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    CutPower(int steps) {
        this.left = steps;
    }

    private boolean fails() {
        return left-- <= 0;
    }

    @Override
    public void replace(Path file, Bytes content) throws IOException {
        if (fails()) {
            Files.write(file.resolveSibling(file.getFileName() + ".draft"), new byte[] {1});
            throw new PowerException();
        }
        DISK.replace(file, content);
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        if (fails()) {
            DISK.create(file).close(); // empty
            throw new PowerException();
        }
        return new FilterOutputStream(DISK.create(file)) {
            @Override
            public void write(byte[] bytes, int from, int size) throws IOException {
                if (fails()) {
                    out.write(bytes, from, size / 2);
                    throw new PowerException();
                }
                out.write(bytes, from, size);
            }
        };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        if (fails()) {
            throw new PowerException();
        }
        DISK.move(from, to);
    }

    @Override
    public void delete(Path tree) throws IOException {
        if (fails()) {
            throw new PowerException();
        }
        DISK.delete(tree);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        return DISK.usableBytes(directory);
    }
}
