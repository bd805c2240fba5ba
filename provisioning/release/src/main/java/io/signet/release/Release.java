package io.signet.release;

import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What makes one release of a node's firmware.
 *
 * @param name which release it is
 * @param validity when it may be installed
 * @param architectures for which machines, as Java's {@code os.arch} calls them, or {@value #ANY}; 1 to {@value #ARCHITECTURES_MAX}
 * @param firmware the digests of runs (docs/protocol.md, "Evidence") that a node shows which runs it, at most {@value #FIRMWARE_MAX}
 * @param files 1 to {@value #FILES_MAX}, in the order of their paths
 */
public record Release(
        Name name, Validity validity, List<String> architectures, List<Digest> firmware, List<ReleaseFile> files) {
    /** The type of the document. */
    public static final String MEDIA_TYPE = "application/vnd.signet.release+cbor";

    /** For every architecture. */
    public static final String ANY = "any";

    /** Most architectures. */
    public static final int ARCHITECTURES_MAX = 8;

    /** Most digests of firmware. */
    public static final int FIRMWARE_MAX = 8;

    /** Most files. */
    public static final int FILES_MAX = 1024;

    /** Largest sequence number. */
    public static final long SEQUENCE_MAX = 1L << 48;

    /** Most bytes in all files: 2 GB. */
    public static final long TOTAL_BYTES_MAX = 2L << 30;

    static final int PRODUCT_CHARS_MAX = 32;
    static final int VERSION_CHARS_MAX = 64;
    static final int ARCHITECTURE_CHARS_MAX = 16;
    static final long TIME_MILLIS_MAX = 253_402_300_799_999L;
    static final int SIZE_BYTES_MAX = 512 * 1024;

    private static final Pattern PRODUCT = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+~-]{0,63}");
    private static final Pattern ARCHITECTURE = Pattern.compile("[a-z0-9_]{1,16}");
    private static final int FIELDS = 9;
    private static final int FILE_FIELDS = 3;

    /**
     * Which release.
     *
     * @param product of which product
     * @param version for people: 1 to 64 letters, digits, '.', '+', '~' and '-'
     * @param sequence from 1; it only grows, and says which of two releases is the newer one
     */
    public record Name(String product, String version, long sequence) {
        public Name {
            requireProduct(product);
            if (!VERSION.matcher(version).matches()) {
                throw new IllegalArgumentException("a release's version has 1 to " + VERSION_CHARS_MAX
                        + " letters, digits, '.', '+', '~' and '-', not '" + version + "'");
            }
            Limits.requireInRange("a release's sequence", sequence, 1, SEQUENCE_MAX);
        }

        /** As people say it. */
        @Override
        public String toString() {
            return product + " " + version + " (" + sequence + ")";
        }
    }

    /**
     * When a release may be installed; one that is installed already goes on.
     *
     * @param issuedMillis when it was made, in milliseconds since 1970
     * @param expiresMillis until when it may be installed, later
     * @param from the least sequence that it may be installed over; 0 for any
     */
    public record Validity(long issuedMillis, long expiresMillis, long from) {
        public Validity {
            requireTime("issued", issuedMillis);
            requireTime("expires", expiresMillis);
            if (issuedMillis >= expiresMillis) {
                throw new IllegalArgumentException("a release expires after it was issued");
            }
            Limits.requireInRange("from", from, 0, SEQUENCE_MAX);
        }
    }

    public Release {
        architectures = architectures.stream().sorted().distinct().toList();
        firmware = firmware.stream().sorted().distinct().toList();
        files = files.stream().sorted(Comparator.comparing(ReleaseFile::path)).toList();
        Limits.requireInRange("the number of architectures", architectures.size(), 1, ARCHITECTURES_MAX);
        Limits.requireInRange("the number of firmware digests", firmware.size(), 0, FIRMWARE_MAX);
        Limits.requireInRange("the number of files", files.size(), 1, FILES_MAX);
        if (validity.from() >= name.sequence()) {
            throw new IllegalArgumentException("a release is installed over older ones: 'from' is below its sequence");
        }
        architectures.forEach(Release::requireArchitecture);
        requireApart(files);
        Limits.requireInRange(
                "the size of all files",
                files.stream().mapToLong(ReleaseFile::sizeBytes).sum(),
                0,
                TOTAL_BYTES_MAX);
    }

    static String requireProduct(String product) {
        if (!PRODUCT.matcher(product).matches()) {
            throw new IllegalArgumentException("a product has 1 to " + PRODUCT_CHARS_MAX
                    + " lower-case letters, digits and hyphens, not '" + product + "'");
        }
        return product;
    }

    static void requireTime(String what, long millis) {
        Limits.requireInRange(what, millis, 0, TIME_MILLIS_MAX);
    }

    private static void requireArchitecture(String architecture) {
        if (!ARCHITECTURE.matcher(architecture).matches()) {
            throw new IllegalArgumentException(
                    "an architecture is called as by Java, amd64 or aarch64, or any, not '" + architecture + "'");
        }
    }

    /** No file where another is, or where another needs a directory. */
    private static void requireApart(List<ReleaseFile> files) {
        Set<String> paths = new HashSet<>();
        for (ReleaseFile file : files) {
            if (!paths.add(file.path())) {
                throw new IllegalArgumentException("the release has " + file.path() + " twice");
            }
        }
        for (ReleaseFile file : files) {
            for (int slash = file.path().indexOf('/');
                    slash > 0;
                    slash = file.path().indexOf('/', slash + 1)) {
                if (paths.contains(file.path().substring(0, slash))) {
                    throw new IllegalArgumentException(
                            "the release has a file where " + file.path() + " needs a directory");
                }
            }
        }
    }

    /** Whether it is for {@code architecture}. */
    public boolean isFor(String architecture) {
        return architectures.contains(architecture) || architectures.contains(ANY);
    }

    /** The size of all files together. */
    public long sizeBytes() {
        return files.stream().mapToLong(ReleaseFile::sizeBytes).sum();
    }

    Bytes encode() {
        CborWriter writer = new CborWriter(256 + files.size() * 128)
                .startMap(FIELDS)
                .writeInt(1)
                .writeText(name.product)
                .writeInt(2)
                .writeText(name.version)
                .writeInt(3)
                .writeInt(name.sequence)
                .writeInt(4)
                .writeInt(validity.from)
                .writeInt(5)
                .writeInt(validity.issuedMillis)
                .writeInt(6)
                .writeInt(validity.expiresMillis)
                .writeInt(7)
                .startArray(architectures.size());
        architectures.forEach(writer::writeText);
        writer.writeInt(8).startArray(firmware.size());
        firmware.forEach(digest -> writer.writeBytes(digest.value()));
        writer.writeInt(9).startArray(files.size());
        files.forEach(file -> writer.startArray(FILE_FIELDS)
                .writeText(file.path())
                .writeInt(file.sizeBytes())
                .writeBytes(file.sha256().value()));
        return writer.toBytes();
    }

    static Release decode(Bytes payload) throws MalformedException {
        CborReader reader = new CborReader(payload);
        reader.readMap(FIELDS);
        reader.readExactInt(1);
        String product = reader.readText(PRODUCT_CHARS_MAX);
        reader.readExactInt(2);
        String version = reader.readText(VERSION_CHARS_MAX);
        reader.readExactInt(3);
        long sequence = reader.readInt(1, SEQUENCE_MAX);
        reader.readExactInt(4);
        long from = reader.readInt(0, SEQUENCE_MAX);
        reader.readExactInt(5);
        long issued = reader.readInt(0, TIME_MILLIS_MAX);
        reader.readExactInt(6);
        long expires = reader.readInt(0, TIME_MILLIS_MAX);
        reader.readExactInt(7);
        List<String> architectures = list(reader, ARCHITECTURES_MAX, item -> item.readText(ARCHITECTURE_CHARS_MAX));
        reader.readExactInt(8);
        List<Digest> firmware = list(reader, FIRMWARE_MAX, item -> new Digest(item.readExactBytes(Digest.SIZE_BYTES)));
        reader.readExactInt(9);
        List<ReleaseFile> files = list(reader, FILES_MAX, Release::file);
        reader.expectEnd();
        try {
            Release release = new Release(
                    new Name(product, version, sequence),
                    new Validity(issued, expires, from),
                    architectures,
                    firmware,
                    files);
            if (!release.encode().equals(payload)) {
                throw new MalformedException("architectures, firmware and files are in order, none twice", 0);
            }
            return release;
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), 0);
        }
    }

    private interface Item<T> {
        T read(CborReader reader) throws MalformedException;
    }

    private static <T> List<T> list(CborReader reader, int max, Item<T> item) throws MalformedException {
        int start = reader.offset();
        int count = reader.readArraySize();
        if (count > max) {
            throw new MalformedException("expected at most " + max + " items, not " + count, start);
        }
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.read(reader));
        }
        return items;
    }

    private static ReleaseFile file(CborReader reader) throws MalformedException {
        int start = reader.offset();
        reader.readArray(FILE_FIELDS);
        String path = reader.readText(ReleaseFile.PATH_CHARS_MAX);
        long size = reader.readInt(0, ReleaseFile.SIZE_BYTES_MAX);
        Digest digest = new Digest(reader.readExactBytes(Digest.SIZE_BYTES));
        try {
            return new ReleaseFile(path, size, digest);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), start);
        }
    }
}
