package io.signet.statement.evidence;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;

/**
 * One piece of a node's firmware: a bundle that was started.
 *
 * @param name its symbolic name, 1 to {@value #NAME_CHARS_MAX} characters of printable ASCII
 * @param version its version, 1 to {@value #VERSION_CHARS_MAX} characters of printable ASCII
 * @param sha256 the digest of its file
 */
public record FirmwareItem(String name, String version, Digest sha256) {
    /** Longest name. */
    public static final int NAME_CHARS_MAX = 128;

    /** Longest version. */
    public static final int VERSION_CHARS_MAX = 64;

    private static final int FIELDS = 3;

    public FirmwareItem {
        if (!printable(name, NAME_CHARS_MAX) || !printable(version, VERSION_CHARS_MAX)) {
            throw new IllegalArgumentException("a bundle's name has 1 to " + NAME_CHARS_MAX + ", its version 1 to "
                    + VERSION_CHARS_MAX + " characters of printable ASCII");
        }
    }

    /** What is extended into the firmware PCR when the bundle is started: SHA-256 of CBOR([name, version, sha256]). */
    public Digest eventDigest() {
        CborWriter writer = new CborWriter(256);
        write(writer);
        return Digest.sha256(writer.toBytes());
    }

    void write(CborWriter writer) {
        writer.startArray(FIELDS).writeText(name).writeText(version).writeBytes(sha256.value());
    }

    static FirmwareItem read(CborReader reader) throws MalformedException {
        int start = reader.offset();
        reader.readArray(FIELDS);
        String name = reader.readText(NAME_CHARS_MAX);
        String version = reader.readText(VERSION_CHARS_MAX);
        Bytes sha256 = reader.readExactBytes(Digest.SIZE_BYTES);
        try {
            return new FirmwareItem(name, version, new Digest(sha256));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), start);
        }
    }

    /** Name, version and the beginning of the digest. */
    @Override
    public String toString() {
        return name + " " + version + " (" + sha256.toHex().substring(0, 16) + ")";
    }

    private static boolean printable(String text, int charsMax) {
        return !text.isEmpty() && text.length() <= charsMax && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
