package io.signet.release;

import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;

/**
 * Who may sign a product's releases, and who may say who may: what a node believes before it believes a release.
 *
 * @param product the product, as {@link Release#requireProduct} has it
 * @param version from 1 to {@value #VERSION_MAX}; each next root has the next one
 * @param expiresMillis when nobody shall believe it any more, in milliseconds since 1970
 * @param roots who signs the next root
 * @param releases who signs releases
 */
public record Root(String product, int version, long expiresMillis, Role roots, Role releases) {
    /** The type of the document. */
    public static final String MEDIA_TYPE = "application/vnd.signet.release-root+cbor";

    /** Largest version. */
    public static final int VERSION_MAX = 1_000_000;

    /** Largest document, without its signatures. */
    static final int SIZE_BYTES_MAX = 8 * 1024;

    private static final int FIELDS = 5;

    public Root {
        Release.requireProduct(product);
        Limits.requireInRange("a root's version", version, 1, VERSION_MAX);
        Release.requireTime("expires", expiresMillis);
    }

    Bytes encode() {
        CborWriter writer = new CborWriter(SIZE_BYTES_MAX)
                .startMap(FIELDS)
                .writeInt(1)
                .writeText(product)
                .writeInt(2)
                .writeInt(version)
                .writeInt(3)
                .writeInt(expiresMillis)
                .writeInt(4);
        roots.write(writer);
        writer.writeInt(5);
        releases.write(writer);
        return writer.toBytes();
    }

    static Root decode(Bytes payload) throws MalformedException {
        CborReader reader = new CborReader(payload);
        reader.readMap(FIELDS);
        reader.readExactInt(1);
        String product = reader.readText(Release.PRODUCT_CHARS_MAX);
        reader.readExactInt(2);
        int version = (int) reader.readInt(1, VERSION_MAX);
        reader.readExactInt(3);
        long expires = reader.readInt(0, Release.TIME_MILLIS_MAX);
        reader.readExactInt(4);
        Role roots = Role.read(reader);
        reader.readExactInt(5);
        Role releases = Role.read(reader);
        reader.expectEnd();
        try {
            return new Root(product, version, expires, roots, releases);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), 0);
        }
    }
}
