package io.signet.inference.model;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A verified model package: one file, laid out as docs/model-packages.md says. Whoever holds one knows that an accepted
 * publisher signed its manifest and that every file in it was as the manifest says when it was read. Immutable,
 * thread-safe; keeps no file open.
 */
public final class ModelPackage {
    /** Largest package, and largest file in one: 256 MiB. */
    public static final long SIZE_BYTES_MAX = 256L << 20;

    /** Largest file that {@link #content} reads into memory: 1 MiB. */
    public static final int CONTENT_BYTES_MAX = 1 << 20;

    /** How a package's file name ends. */
    public static final String EXTENSION = ".signet";

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Manifest manifest;
    private final Digest digest;
    private final PublisherKey publisher;
    private final List<Long> offsets;

    private ModelPackage(Path file, Manifest manifest, PackageFormat.Head head, List<Long> offsets) {
        this.file = file;
        this.manifest = manifest;
        this.digest = head.digest();
        this.publisher = head.publisher();
        this.offsets = List.copyOf(offsets);
    }

    /**
     * Reads and verifies a package: its publisher is among {@code trusted}, the signature is the publisher's, the
     * manifest is valid, every file has the size and digest that the manifest states, and nothing follows.
     *
     * @throws PackageException if any of this fails, naming the file and the reason
     */
    public static ModelPackage read(Path file, Set<PublisherKey> trusted) throws PackageException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > SIZE_BYTES_MAX) {
                throw new PackageException(file, "has " + size + " bytes, more than " + SIZE_BYTES_MAX);
            }
            PackageFormat.Head head = readHead(file, channel, size);
            if (!trusted.contains(head.publisher())) {
                throw new PackageException(
                        file,
                        "its publisher " + head.publisher()
                                + " is not accepted here; add that key to the accepted publishers if you trust it");
            }
            if (!head.signed()) {
                throw new PackageException(
                        file, "altered: its manifest is not what publisher " + head.publisher() + " signed");
            }
            Manifest manifest = ManifestCodec.decode(head.manifest());
            return new ModelPackage(file, manifest, head, verifyFiles(file, channel, manifest, head.sizeBytes()));
        } catch (MalformedException e) {
            throw new PackageException(file, "not a model package: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PackageException(file, "cannot be read: " + e, e);
        }
    }

    private static PackageFormat.Head readHead(Path file, FileChannel channel, long size)
            throws IOException, PackageException, MalformedException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(size, PackageFormat.HEAD_BYTES_MAX));
        readFully(file, channel, 0, start);
        return PackageFormat.readHead(start.flip());
    }

    /** Checks all that follows the head; returns where each file's content begins. */
    private static List<Long> verifyFiles(Path file, FileChannel channel, Manifest manifest, long from)
            throws IOException, PackageException {
        List<Long> offsets = new ArrayList<>();
        long position = expect(
                file, channel, from, PackageFormat.filesHead(manifest.files().size()));
        for (PackagedFile packaged : manifest.files()) {
            position = expect(file, channel, position, PackageFormat.fileHead(packaged.sizeBytes()));
            offsets.add(position);
            copyVerified(file, channel, position, packaged, OutputStream.nullOutputStream());
            position += packaged.sizeBytes();
        }
        if (channel.size() != position) {
            throw new PackageException(
                    file, "altered: has " + channel.size() + " bytes, its manifest says " + position);
        }
        return offsets;
    }

    private static long expect(Path file, FileChannel channel, long position, Bytes expected)
            throws IOException, PackageException {
        ByteBuffer actual = ByteBuffer.allocate(expected.size());
        readFully(file, channel, position, actual);
        if (!actual.flip().equals(expected.asBuffer())) {
            throw new PackageException(
                    file, "altered: at byte " + position + " it does not go on as its manifest says");
        }
        return position + expected.size();
    }

    /** Copies the content of {@code packaged}, which begins at {@code position}, and checks its digest. */
    private static void copyVerified(
            Path file, FileChannel channel, long position, PackagedFile packaged, OutputStream target)
            throws IOException, PackageException {
        MessageDigest sha256 = Digest.newSha256();
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, packaged.sizeBytes()))];
        long left = packaged.sizeBytes();
        while (left > 0) {
            int part = (int) Math.min(buffer.length, left);
            readFully(file, channel, position + packaged.sizeBytes() - left, ByteBuffer.wrap(buffer, 0, part));
            sha256.update(buffer, 0, part);
            target.write(buffer, 0, part);
            left -= part;
        }
        if (!Digest.finish(sha256).equals(packaged.digest())) {
            throw new PackageException(
                    file, "altered: '" + packaged.path() + "' in it does not have the digest that its manifest states");
        }
    }

    private static void readFully(Path file, FileChannel channel, long position, ByteBuffer target)
            throws IOException, PackageException {
        long at = position;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                throw new PackageException(file, "truncated: ends at byte " + at);
            }
            at += read;
        }
    }

    /** The file it was read from. */
    public Path file() {
        return file;
    }

    /** What the publisher says about the model. */
    public Manifest manifest() {
        return manifest;
    }

    /** The package's digest: SHA-256 of the manifest's encoding. */
    public Digest digest() {
        return digest;
    }

    /** Who signed it. */
    public PublisherKey publisher() {
        return publisher;
    }

    /**
     * The content of a file of at most {@link #CONTENT_BYTES_MAX}: model card, licence.
     *
     * @throws PackageException if there is no such file, it is larger, or the package changed since it was read
     */
    public Bytes content(String path) throws PackageException {
        PackagedFile packaged = manifest.files().stream()
                .filter(f -> f.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new PackageException(file, "holds no file '" + path + "'"));
        if (packaged.sizeBytes() > CONTENT_BYTES_MAX) {
            throw new PackageException(
                    file, "'" + path + "' has " + packaged.sizeBytes() + " bytes, more than " + CONTENT_BYTES_MAX);
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream((int) packaged.sizeBytes());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            copyVerified(file, channel, offset(packaged), packaged, content);
        } catch (IOException e) {
            throw new PackageException(file, "cannot be read: " + e, e);
        }
        return Bytes.copyOf(content.toByteArray());
    }

    private long offset(PackagedFile packaged) {
        return offsets.get(manifest.files().indexOf(packaged));
    }

    /**
     * Unpacks a variant below {@code cache}, or verifies what is already unpacked there. A variant appears complete or
     * not at all; what was altered in the cache is replaced.
     *
     * @param cache directory for unpacked packages, created if need be; one process at a time writes to it
     * @return directory of the variant's files, each with the digest that the manifest states
     * @throws PackageException if the package changed since it was read, or the cache cannot be written
     */
    public Path unpack(ModelVariant variant, Path cache) throws PackageException {
        require(variant);
        if (manifest.encryption().isPresent()) {
            throw new PackageException(file, "it is encrypted, and never unpacked to a disk");
        }
        Path target = cache.resolve(digest.toHex()).resolve(variant.directory());
        UnpackedFiles unpacked = new UnpackedFiles(target, variant.directory(), manifest.filesOf(variant));
        try {
            if (unpacked.intact()) {
                return target;
            }
            Files.createDirectories(cache);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                unpacked.replace(
                        cache, (packaged, out) -> copyVerified(file, channel, offset(packaged), packaged, out));
            }
            return target;
        } catch (IOException e) {
            throw new PackageException(file, "cannot be unpacked to " + target + ": " + e, e);
        }
    }

    private void require(ModelVariant variant) {
        if (!manifest.variants().contains(variant)) {
            throw new IllegalArgumentException(variant + " is not a variant of " + file);
        }
    }

    /** True if {@code key} is the content key of this package, which is encrypted. */
    public boolean opensWith(ContentKey key) {
        return manifest.encryption()
                .filter(encryption -> key.fits(encryption.commitment()))
                .isPresent();
    }

    /**
     * Decrypts a variant of an encrypted package into memory.
     *
     * @return its files, which the caller closes
     * @throws PackageException if {@code key} is another package's, or the package changed since it was read
     * @throws IllegalArgumentException if the package is not encrypted
     */
    public DecryptedFiles decrypt(ModelVariant variant, ContentKey key) throws PackageException {
        require(variant);
        if (manifest.encryption().isEmpty()) {
            throw new IllegalArgumentException(file + " is not encrypted");
        }
        if (!opensWith(key)) {
            throw new PackageException(file, "the content key is not that of this package");
        }
        DecryptedFiles files = new DecryptedFiles();
        boolean complete = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (PackagedFile packaged : manifest.filesOf(variant)) {
                decrypt(
                        channel,
                        packaged,
                        key,
                        files,
                        packaged.path().substring(variant.directory().length() + 1));
            }
            complete = true;
            return files;
        } catch (IOException e) {
            throw new PackageException(file, "cannot be read: " + e, e);
        } finally {
            if (!complete) {
                files.close();
            }
        }
    }

    private void decrypt(FileChannel channel, PackagedFile packaged, ContentKey key, DecryptedFiles files, String path)
            throws IOException, PackageException {
        int size = Math.toIntExact(ContentStream.openedSizeBytes(packaged.sizeBytes()));
        ContentStream opening = ContentStream.opening(key, packaged.path(), files.add(path, size));
        try {
            copyVerified(file, channel, offset(packaged), packaged, opening);
            opening.finish();
        } catch (ContentStream.AlteredChunkException e) {
            throw new PackageException(file, "altered: '" + packaged.path() + "' in it: " + e.getMessage(), e);
        } finally {
            opening.wipe();
        }
    }

    /**
     * Deletes from {@code cache} what was unpacked of other packages than {@code keep}, and what an unpacking left that
     * was interrupted. Nobody may unpack into it meanwhile.
     *
     * @throws IOException if the cache cannot be read or written
     */
    public static void sweep(Path cache, Set<Digest> keep) throws IOException {
        UnpackedFiles.sweep(cache, keep);
    }

    /** Name, version and digest. */
    @Override
    public String toString() {
        return manifest.identity().name() + " " + manifest.identity().version() + " (" + digest + ")";
    }
}
