package io.signet.inference.model;

import io.signet.runtime.Trees;
import io.signet.statement.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A variant's files in the cache.
 *
 * @param root the variant's directory in the cache
 * @param prefix the variant's directory in the package, which its files' paths begin with
 * @param files the variant's files, as the manifest states them
 */
record UnpackedFiles(Path root, String prefix, List<PackagedFile> files) {
    /** Where files' contents come from. */
    interface Source {
        /** Writes the verified content of {@code file} to {@code target}. */
        void copy(PackagedFile file, OutputStream target) throws IOException, PackageException;
    }

    private static final int BUFFER_BYTES = 1 << 16;

    /** True if exactly these files are there, as plain files with the stated sizes and digests. */
    boolean intact() throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Set<Path> expected = new HashSet<>();
        for (PackagedFile file : files) {
            Path path = within(root, file);
            expected.add(path);
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(path) != file.sizeBytes()
                    || !digest(path).equals(file.digest())) {
                return false;
            }
        }
        try (Stream<Path> present = Files.walk(root)) {
            return present.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .allMatch(expected::contains);
        }
    }

    /** Unpacks the files aside, then puts them all at once in the place of what is there. */
    void replace(Path cache, Source source) throws IOException, PackageException {
        Path aside = Files.createTempDirectory(cache, "unpacking-");
        try {
            for (PackagedFile file : files) {
                Path path = within(aside, file);
                Files.createDirectories(path.getParent());
                try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
                    source.copy(file, out);
                }
            }
            Trees.delete(root);
            Files.createDirectories(root.getParent());
            Files.move(aside, root, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Trees.delete(aside);
        }
    }

    /** Deletes from {@code cache} all that is not in the directory of one of {@code keep}. */
    static void sweep(Path cache, Set<Digest> keep) throws IOException {
        if (!Files.isDirectory(cache)) {
            return;
        }
        List<Path> present;
        try (Stream<Path> entries = Files.list(cache)) {
            present = entries.toList();
        }
        Set<String> kept = keep.stream().map(Digest::toHex).collect(Collectors.toSet());
        for (Path entry : present) {
            if (!kept.contains(entry.getFileName().toString())) {
                Trees.delete(entry);
            }
        }
    }

    private Path within(Path directory, PackagedFile file) {
        Path path =
                directory.resolve(file.path().substring(prefix.length() + 1)).normalize();
        if (!path.startsWith(directory)) { // PackagePath rules it out; nothing is written outside even if it did not
            throw new IllegalStateException("'" + file.path() + "' leads out of the cache");
        }
        return path;
    }

    private static Digest digest(Path path) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        }
        return Digest.finish(sha256);
    }
}
