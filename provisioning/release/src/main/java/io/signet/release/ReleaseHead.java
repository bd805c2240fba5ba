package io.signet.release;

import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What an archive begins with: all that has to be believed before its files are read.
 *
 * @param roots the product's roots, at most {@value #ROOTS_MAX}: those that a node which was switched off for long may lack
 * @param release what the files are
 */
public record ReleaseHead(List<SignedRoot> roots, SignedRelease release) {
    /** Most roots. */
    public static final int ROOTS_MAX = 64;

    /** Largest encoding. */
    static final int SIZE_BYTES_MAX = ROOTS_MAX * SignedRoot.SIZE_BYTES_MAX + SignedRelease.SIZE_BYTES_MAX + 1024;

    private static final int FIELDS = 2;

    public ReleaseHead {
        roots = List.copyOf(roots);
        Limits.requireInRange("the number of roots", roots.size(), 1, ROOTS_MAX);
    }

    Bytes encode() {
        CborWriter writer =
                new CborWriter(SIZE_BYTES_MAX / 8).startArray(FIELDS).startArray(roots.size());
        roots.forEach(root -> writer.writeBytes(root.encode()));
        return writer.writeBytes(release.encode()).toBytes();
    }

    static ReleaseHead decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readArray(FIELDS);
        int count = reader.readArraySize();
        if (count < 1 || count > ROOTS_MAX) {
            throw new MalformedException("an archive has 1 to " + ROOTS_MAX + " roots, not " + count, 1);
        }
        List<SignedRoot> roots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            roots.add(SignedRoot.decode(reader.readBytes(SignedRoot.SIZE_BYTES_MAX)));
        }
        SignedRelease release = SignedRelease.decode(reader.readBytes(SignedRelease.SIZE_BYTES_MAX));
        reader.expectEnd();
        return new ReleaseHead(roots, release);
    }
}
