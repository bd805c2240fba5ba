package io.signet.provisioning;

import io.signet.statement.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Digests of files, however large they are. */
public final class FileDigest {
    private FileDigest() {}

    /** The SHA-256 of what is in {@code file}. */
    public static Digest sha256(Path file) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), sha256)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return Digest.finish(sha256);
    }
}
