package io.signet.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process out of a box's directory while it becomes a node. */
record BoxLock(FileChannel file) implements AutoCloseable {
    /**
     * Takes it.
     *
     * @throws CliException if another process has it
     */
    static BoxLock take(Path home) throws IOException, CliException {
        FileChannel file =
                FileChannel.open(home.resolve("first-boot.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return new BoxLock(file);
            }
        } catch (OverlappingFileLockException e) {
            // this process itself has it
        }
        file.close();
        throw new CliException(
                ExitCode.UNAVAILABLE, "another process makes the box in " + home + " a node: stop it first");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
