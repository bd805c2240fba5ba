package io.signet.simulator.real;

import io.signet.simulator.run.RunException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system of its own for a node's log, so that it can be filled without harm to anybody else. */
final class SmallDisk {
    private static final String SIZE = "64m";
    private static final int CHUNK_BYTES = 64 << 10;
    private static final String FILLER = "filler";
    /** What is mounted, by which it is known in the list of mounts. */
    private static final String SOURCE = "signet";

    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private final Path directory;
    private final SystemCommands commands;

    private SmallDisk(Path directory, SystemCommands commands) {
        this.directory = directory;
        this.commands = commands;
    }

    /**
     * Mounts one at {@code directory}, which is made.
     *
     * @throws RunException if that is not allowed here
     */
    static SmallDisk mount(Path directory, SystemCommands commands)
            throws IOException, RunException, InterruptedException {
        Files.createDirectories(directory);
        try {
            commands.run(
                    List.of("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=700", SOURCE, directory.toString()));
        } catch (IOException e) {
            throw new RunException(
                    "the fault disk-full gives nodes small file systems of their own, and none can be mounted here; run"
                            + " as root where tmpfs may be mounted: " + e.getMessage(),
                    e);
        }
        return new SmallDisk(directory, commands);
    }

    /** Takes away all that are mounted below {@code directory}, and nothing else. */
    static void unmountAllBelow(Path directory, SystemCommands commands) throws IOException, InterruptedException {
        if (!Files.isReadable(MOUNTS)) {
            return; // no Linux: nothing was mounted
        }
        Path below = directory.toRealPath();
        for (String line : Files.readAllLines(MOUNTS)) {
            String[] fields = line.split(" ", 4); // what, where, type, rest
            if (fields.length == 4 && fields[0].equals(SOURCE) && fields[2].equals("tmpfs")) {
                String mounted = fields[1].replace("\\040", " "); // proc_mounts escapes blanks so
                if (Path.of(mounted).startsWith(below)) {
                    commands.run(List.of("umount", mounted));
                }
            }
        }
    }

    /** Where it is. */
    Path directory() {
        return directory;
    }

    /** Writes until there is no room left. */
    void fill() throws IOException {
        byte[] zeros = new byte[CHUNK_BYTES];
        boolean room = true;
        try (OutputStream out = Files.newOutputStream(directory.resolve(FILLER))) {
            while (room) {
                room = write(out, zeros);
            }
        }
    }

    private static boolean write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    /** Makes room again. */
    void free() throws IOException {
        Files.deleteIfExists(directory.resolve(FILLER));
    }

    /** Takes it away, with all that is in it. */
    void unmount() throws IOException, InterruptedException {
        commands.run(List.of("umount", directory.toString()));
    }
}
