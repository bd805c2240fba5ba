package io.signet.runtime;

import java.io.IOException;
import java.util.List;

/**
 * A flat directory of files. {@link DiskStorage} in production; the simulator's loses, tears and fills in a simulation.
 * File names are {@code [a-z0-9.-]+}.
 */
public interface Storage {
    /** Opens {@code name} for reading and writing, creating it empty if need be. */
    StorageFile open(String name) throws IOException;

    /** True if {@code name} exists. */
    boolean exists(String name) throws IOException;

    /** Names of all files, sorted. */
    List<String> list() throws IOException;

    /** Deletes {@code name}, if it exists. */
    void delete(String name) throws IOException;

    /** Replaces {@code to} by {@code from} atomically and durably. */
    void replace(String from, String to) throws IOException;

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
