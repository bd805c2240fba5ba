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
}
