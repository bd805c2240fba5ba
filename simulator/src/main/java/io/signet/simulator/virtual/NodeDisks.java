package io.signet.simulator.virtual;

import io.signet.runtime.Storage;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What a node has on its one disk: its log, and what it saw as a witness. All of it fares alike. */
final class NodeDisks {
    private final VirtualDisk log;
    private final Optional<VirtualDisk> witness;

    /** Without room for what a witness saw, if {@code witness} is empty. */
    NodeDisks(VirtualDisk log, Optional<VirtualDisk> witness) {
        this.log = log;
        this.witness = witness;
    }

    Storage log() {
        return log;
    }

    Optional<VirtualDisk> witness() {
        return witness;
    }

    private List<VirtualDisk> all() {
        return Stream.concat(Stream.of(log), witness.stream()).toList();
    }

    /** See {@link VirtualDisk#setForceNanos}. */
    void setForceNanos(long nanos) {
        all().forEach(disk -> disk.setForceNanos(nanos));
    }

    /** See {@link VirtualDisk#setFull}. */
    void setFull(boolean full) {
        all().forEach(disk -> disk.setFull(full));
    }

    /** See {@link VirtualDisk#takeSnapshot}. */
    void takeSnapshot() {
        all().forEach(VirtualDisk::takeSnapshot);
    }

    /** See {@link VirtualDisk#rollBack}. */
    void rollBack() {
        all().forEach(VirtualDisk::rollBack);
    }

    /** See {@link VirtualDisk#crash}. */
    void crash() {
        all().forEach(VirtualDisk::crash);
    }

    /** See {@link VirtualDisk#tear}. */
    void tear(RandomGenerator random) {
        all().forEach(disk -> disk.tear(random));
    }

    /** See {@link VirtualDisk#reboot}. */
    void reboot() {
        all().forEach(VirtualDisk::reboot);
    }
}
