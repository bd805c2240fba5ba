package io.signet.cli;

import io.signet.release.ReleaseArchive;
import io.signet.release.SignedRoot;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Roots and archives of releases in files. */
final class ReleaseDocuments {
    private ReleaseDocuments() {}

    /**
     * The root in {@code file}.
     *
     * @throws CliException if it holds anything else
     */
    static SignedRoot root(Path file) throws IOException, CliException {
        requireThere(file);
        try (InputStream in = Files.newInputStream(file)) {
            return SignedRoot.decode(Bytes.copyOf(in.readNBytes(SignedRoot.SIZE_BYTES_MAX + 1)));
        } catch (MalformedException e) {
            throw new CliException(ExitCode.DATA, file + ": is no root of releases: " + e.getMessage());
        }
    }

    /**
     * Whether {@code file} begins as an archive does.
     *
     * @throws CliException if it is not there
     */
    static boolean isArchive(Path file) throws IOException, CliException {
        requireThere(file);
        byte[] magic = ReleaseArchive.MAGIC.getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(magic.length), magic);
        }
    }

    static void requireThere(Path file) throws CliException {
        if (!Files.isRegularFile(file)) {
            throw new CliException(ExitCode.DATA, file + ": there is no such file");
        }
    }
}
