package io.signet.simulator.real;

import io.signet.simulator.run.RunException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system of its own for a node's log, so that it can be filled without harm to anybody else. */
final class SmallDisk {
    private static final String SIZE = "64m";
    private static final int CHUNK_BYTES = 64 << 10;
    private static final String FILLER = "filler";

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /**
     * Mounts one at {@code directory}, which is made.
     *
     * @throws RunException if that is not allowed here
     */
    static SmallDisk mount(Path directory) throws IOException, RunException, InterruptedException {
        Files.createDirectories(directory);
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=700", "signet", directory.toString()));
        return new SmallDisk(directory);
    }

    private static void run(List<String> command) throws RunException, InterruptedException {
        String said;
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            said = String.valueOf(e.getMessage());
        }
        throw new RunException("the fault disk-full gives nodes small file systems of their own, and none can be"
                + " mounted here; run as root where tmpfs may be mounted: " + said);
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
    void unmount() throws RunException, InterruptedException {
        run(List.of("umount", directory.toString()));
    }
}
