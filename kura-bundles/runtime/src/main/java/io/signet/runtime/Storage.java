package io.signet.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A flat directory of files that are written again and again, and below it a tree of objects, each of which is written
 * once and read by others, too. {@link DiskStorage} in production; the simulator's loses, tears and fills in a simulation.
 *
 * <p>File names are {@code [a-z0-9.-]+}; the path of an object is at least two of these, with a slash between each.
 * Objects may be put, got and removed by any thread; they should be few enough to a directory for a file system (1,000).
 */
public interface Storage {
    /** Opens {@code name} for reading and writing, creating it empty if need be. */
    StorageFile open(String name) throws IOException;

    /** True if {@code name} exists. */
    boolean exists(String name) throws IOException;

    /** Names of all files, sorted; objects are not among them. */
    List<String> list() throws IOException;

    /** Deletes {@code name}, if it exists. */
    void delete(String name) throws IOException;

    /** Replaces {@code to} by {@code from} atomically and durably. */
    void replace(String from, String to) throws IOException;

    /**
     * Writes an object. A reader sees all of it, what was there before, or nothing; after a power cut without
     * {@link #force} it may be torn or gone.
     *
     * @param content all of it; its remaining bytes are read
     */
    void put(String path, ByteBuffer content) throws IOException;

    /** Makes objects that were put durable. */
    void force(Collection<String> paths) throws IOException;

    /**
     * An object's content, or empty if there is no such object.
     *
     * @param sizeBytesMax a larger object is an error
     */
    Optional<ByteBuffer> get(String path, int sizeBytesMax) throws IOException;

    /** Removes an object, if it is there; not durable by itself. */
    void remove(String path) throws IOException;

    /** Removes all objects whose path is {@code path}, a slash and one name more; not durable by itself. */
    void removeBelow(String path) throws IOException;

    /**
     * Claims the directory until the claim is closed or the process ends, however it ends. Whoever keeps state in files
     * claims them first: two writers would tear each other's work.
     *
     * @throws IOException if another process, or another part of this one, has claimed it
     */
    Claim claim() throws IOException;

    /** The sole use of a storage, held until closed. */
    interface Claim extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
