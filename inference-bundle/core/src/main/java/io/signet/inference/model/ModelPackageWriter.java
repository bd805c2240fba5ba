package io.signet.inference.model;

import io.signet.runtime.FinishedFile;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.cose.SigningException;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes packages. The same identity, contract, files and publisher give the same bytes. One thread uses a writer.
 *
 * <pre>{@code
 * Digest digest = new ModelPackageWriter(identity, contract)
 *         .variant("tensorflow-savedmodel", savedModelDirectory)
 *         .card(Bytes.utf8("# Reads digits ..."))
 *         .licence("Apache-2.0", Bytes.utf8(licenceText))
 *         .write(Path.of("meter-digits.signet"), publisher);
 * }</pre>
 */
public final class ModelPackageWriter {
    private static final String CARD = "card.md";
    private static final String LICENCE = "LICENSE";

    /** Opens a file's content. */
    private interface Content {
        InputStream open() throws IOException;
    }

    private final ModelIdentity identity;
    private final ModelInterface contract;
    private final List<ModelVariant> variants = new ArrayList<>();
    private final SortedMap<String, String> properties = new TreeMap<>();
    private final SortedMap<String, Content> contents = new TreeMap<>();
    private String spdxId = "";
    private Provenance provenance = Provenance.UNSTATED;
    private Optional<ContentKey> contentKey = Optional.empty();

    /** A writer of a package that has no variant yet. */
    public ModelPackageWriter(ModelIdentity identity, ModelInterface contract) {
        this.identity = identity;
        this.contract = contract;
    }

    /**
     * Adds a variant with all files below {@code directory}, in a directory of the package named as the format.
     *
     * @throws IOException if the directory cannot be read
     * @throws IllegalArgumentException if a file's name may not stand in a package, or it is no plain file
     */
    public ModelPackageWriter variant(String format, Path directory) throws IOException {
        variants.add(new ModelVariant(format, format));
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(path -> !Files.isDirectory(path)).toList();
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(file + " is not a plain file");
            }
            String relative = directory.relativize(file).toString().replace('\\', '/');
            contents.put(PackagePath.require(format + "/" + relative), () -> Files.newInputStream(file));
        }
        return this;
    }

    /**
     * Adds a variant that is one file.
     *
     * @param name what the file is called in the variant's directory
     * @throws IllegalArgumentException if the name may not stand in a package, or it is no plain file
     */
    public ModelPackageWriter variant(String format, String name, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + " is not a plain file");
        }
        variants.add(new ModelVariant(format, format));
        contents.put(PackagePath.require(format + "/" + name), () -> Files.newInputStream(file));
        return this;
    }

    /**
     * Adds a file to the directory of a variant that was added before.
     *
     * @throws IllegalArgumentException if there is no such variant, it has that file, or the name may not stand in a package
     */
    public ModelPackageWriter file(String format, String name, Bytes content) {
        String path = PackagePath.require(format + "/" + name);
        if (variants.stream().noneMatch(variant -> variant.holds(path)) || contents.containsKey(path)) {
            throw new IllegalArgumentException("no variant can be given the file " + path);
        }
        contents.put(path, () -> new ByteArrayInputStream(content.toArray()));
        return this;
    }

    /** Sets the model card: Markdown that says what the model is for, how it was made and how well it does. */
    public ModelPackageWriter card(Bytes markdown) {
        contents.put(CARD, () -> new ByteArrayInputStream(markdown.toArray()));
        return this;
    }

    /** Sets the licence: its SPDX expression and its text. */
    public ModelPackageWriter licence(String spdx, Bytes text) {
        spdxId = spdx;
        contents.put(LICENCE, () -> new ByteArrayInputStream(text.toArray()));
        return this;
    }

    /** Sets a property that programs which know this model look for. */
    public ModelPackageWriter property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** Sets where the model comes from and how well it does. */
    public ModelPackageWriter provenance(Provenance stated) {
        provenance = stated;
        return this;
    }

    /**
     * Has the files of all variants encrypted; card, licence and manifest stay readable.
     *
     * @param key drawn for this package and used for no other, or both can be read by anyone; the caller closes it
     */
    public ModelPackageWriter encrypt(ContentKey key) {
        contentKey = Optional.of(key);
        return this;
    }

    /**
     * Writes the package, in the place of {@code target} if that exists. It appears complete or not at all.
     *
     * @return the package's digest
     * @throws IOException if a file cannot be read or the package not be written
     * @throws SigningException if the publisher's key cannot sign
     * @throws IllegalArgumentException if card, licence or variants are missing, or a limit of the format is exceeded
     */
    public Digest write(Path target, Publisher publisher) throws IOException, SigningException {
        Manifest manifest = new Manifest(
                identity,
                contract,
                variants,
                CARD,
                new Licence(spdxId, LICENCE),
                properties,
                describeFiles(),
                provenance,
                contentKey.map(key -> new Encryption(key.commitment())));
        Bytes encoded = ManifestCodec.encode(manifest);
        if (encoded.size() > PackageFormat.MANIFEST_BYTES_MAX) {
            throw new IllegalArgumentException("the manifest has " + encoded.size() + " bytes, more than "
                    + PackageFormat.MANIFEST_BYTES_MAX + "; shorten labels or description");
        }
        Bytes head = PackageFormat.writeHead(encoded, publisher);
        Path absolute = target.toAbsolutePath();
        Path aside = Files.createTempFile(absolute.getParent(), "package-", ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(aside)) {
                write(out, head);
                write(out, PackageFormat.filesHead(manifest.files().size()));
                for (PackagedFile file : manifest.files()) {
                    write(out, PackageFormat.fileHead(file.sizeBytes()));
                    copy(file, out);
                }
            }
            requireSize(Files.size(aside));
            FinishedFile.publish(aside, absolute);
        } finally {
            Files.deleteIfExists(aside);
        }
        return Digest.sha256(encoded);
    }

    private List<PackagedFile> describeFiles() throws IOException {
        List<PackagedFile> files = new ArrayList<>();
        long total = 0;
        for (String path : contents.keySet()) {
            MessageDigest sha256 = Digest.newSha256();
            long size = copy(path, OutputStream.nullOutputStream(), sha256);
            total += size;
            requireSize(total);
            files.add(new PackagedFile(path, size, Digest.finish(sha256)));
        }
        return files;
    }

    private static void requireSize(long sizeBytes) {
        if (sizeBytes > ModelPackage.SIZE_BYTES_MAX) {
            throw new IllegalArgumentException("the package has more than " + ModelPackage.SIZE_BYTES_MAX + " bytes");
        }
    }

    private void copy(PackagedFile file, OutputStream out) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        copy(file.path(), out, sha256);
        if (!Digest.finish(sha256).equals(file.digest())) {
            throw new IOException("'" + file.path() + "' changed while the package was written");
        }
    }

    /** Writes a file as it lies in the package; returns how many bytes that are. */
    private long copy(String path, OutputStream out, MessageDigest sha256) throws IOException {
        Measured measured = new Measured(out, sha256);
        try (InputStream in = Objects.requireNonNull(contents.get(path)).open()) {
            if (contentKey.isPresent() && variants.stream().anyMatch(variant -> variant.holds(path))) {
                ContentStream sealing = ContentStream.sealing(contentKey.get(), path, measured);
                in.transferTo(sealing);
                sealing.finish();
            } else {
                in.transferTo(measured);
            }
        }
        return measured.sizeBytes;
    }

    /** Counts and hashes what goes by. */
    private static final class Measured extends FilterOutputStream {
        private final MessageDigest sha256;
        private long sizeBytes;

        Measured(OutputStream out, MessageDigest sha256) {
            super(out);
            this.sha256 = sha256;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            sha256.update(source, offset, length);
            out.write(source, offset, length);
            sizeBytes += length;
        }
    }

    private static void write(OutputStream out, Bytes bytes) throws IOException {
        out.write(bytes.toArray());
    }
}
