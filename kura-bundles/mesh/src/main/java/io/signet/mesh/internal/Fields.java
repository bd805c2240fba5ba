package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;

/** Reads integer-keyed map entries in their order. */
final class Fields {
    private Fields() {}

    /** Reads something of a message. */
    interface Reading<T> {
        T read() throws MalformedException;
    }

    /** What {@code reading} gives; a message that it finds malformed is dropped. */
    static <T> T orDrop(Reading<T> reading) throws Dropped {
        try {
            return reading.read();
        } catch (MalformedException e) {
            throw new Dropped(DropReason.MALFORMED, e.getMessage());
        }
    }

    static MalformedException malformed(CborReader in, String reason) {
        return new MalformedException(reason, in.offset());
    }

    static void expect(CborReader in, int key) throws MalformedException {
        in.readExactInt(key);
    }

    static long unsigned(CborReader in, int key) throws MalformedException {
        in.readExactInt(key);
        return in.readInt(0, Long.MAX_VALUE);
    }

    static int unsignedInt(CborReader in, int key) throws MalformedException {
        in.readExactInt(key);
        return (int) in.readInt(0, Integer.MAX_VALUE);
    }

    static boolean flag(CborReader in, int key) throws MalformedException {
        in.readExactInt(key);
        return in.readBoolean();
    }

    static Bytes bytes(CborReader in, int key, int sizeBytes) throws MalformedException {
        in.readExactInt(key);
        return in.readExactBytes(sizeBytes);
    }

    static Bytes bytesUpTo(CborReader in, int key, int sizeBytesMax) throws MalformedException {
        in.readExactInt(key);
        return in.readBytes(sizeBytesMax);
    }
}
