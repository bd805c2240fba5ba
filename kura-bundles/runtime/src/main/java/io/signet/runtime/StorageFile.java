package io.signet.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file of a {@link Storage}. Used by one thread at a time. */
public interface StorageFile extends AutoCloseable {
    /** Size in bytes. */
    long sizeBytes() throws IOException;

    /**
     * Reads at {@code position} until {@code target} is full or the file ends.
     *
     * @return bytes read
     */
    int read(long position, ByteBuffer target) throws IOException;

    /** Writes all of {@code source} at {@code position}. Not durable before {@link #force()}. */
    void write(long position, ByteBuffer source) throws IOException;

    /** Makes what was written durable: it survives a power cut (fsync). */
    void force() throws IOException;

    /** Cuts the file to {@code sizeBytes}. */
    void truncate(long sizeBytes) throws IOException;

    @Override
    void close() throws IOException;
}
