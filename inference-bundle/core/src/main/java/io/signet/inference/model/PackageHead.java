package io.signet.inference.model;

import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What stands before the files of a package, of which its publisher's signature holds: enough to know whose package it is and how long
 * its file will be, before the rest is there. The files themselves say nothing yet.
 *
 * @param digest of the package
 * @param publisher who signed it; whether he is accepted is for the reader to say
 * @param manifest what he says
 * @param sizeBytes of the head
 * @param fileSizeBytes of the whole file
 */
public record PackageHead(Digest digest, PublisherKey publisher, Manifest manifest, int sizeBytes, long fileSizeBytes) {
    /** No head is larger. */
    public static final int SIZE_BYTES_MAX = PackageFormat.HEAD_BYTES_MAX;

    /**
     * Reads the head at the beginning of a package.
     *
     * @param file what the package is called in messages
     * @param start the package's beginning, with the whole head
     * @throws PackageException if it is none, or not whole, or its publisher did not sign it
     */
    public static PackageHead read(Path file, ByteBuffer start) throws PackageException {
        try {
            PackageFormat.Head head = PackageFormat.readHead(start);
            if (!head.signed()) {
                throw new PackageException(
                        file, "altered: its manifest is not what publisher " + head.publisher() + " signed");
            }
            Manifest manifest = ManifestCodec.decode(head.manifest());
            long size = head.sizeBytes();
            size += PackageFormat.filesHead(manifest.files().size()).size();
            for (PackagedFile packaged : manifest.files()) {
                size += PackageFormat.fileHead(packaged.sizeBytes()).size() + packaged.sizeBytes();
            }
            return new PackageHead(head.digest(), head.publisher(), manifest, head.sizeBytes(), size);
        } catch (MalformedException e) {
            throw new PackageException(file, "not the beginning of a model package: " + e.getMessage(), e);
        }
    }
}
