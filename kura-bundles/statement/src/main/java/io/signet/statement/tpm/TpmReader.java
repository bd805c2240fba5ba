package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads fixed-size integers and sized byte strings, as the TPM's structures (big-endian) and the boot log (little-endian) are
 * made of, from untrusted bytes. Nothing is allocated before the bytes for it are known to be there. Not thread-safe.
 */
final class TpmReader {
    private final ByteBuffer data;
    private final String what;

    /** A reader of {@code data}; {@code what} says in messages what it is. */
    TpmReader(Bytes data, ByteOrder order, String what) {
        this.data = data.asBuffer().order(order);
        this.what = what;
    }

    static TpmReader bigEndian(Bytes data, String what) {
        return new TpmReader(data, ByteOrder.BIG_ENDIAN, what);
    }

    int offset() {
        return data.position();
    }

    int remaining() {
        return data.remaining();
    }

    int u8() throws MalformedException {
        require(1);
        return data.get() & 0xff;
    }

    int u16() throws MalformedException {
        require(2);
        return data.getShort() & 0xffff;
    }

    long u32() throws MalformedException {
        require(4);
        return data.getInt() & 0xffff_ffffL;
    }

    /** A 64-bit integer, whose sign means nothing. */
    long u64() throws MalformedException {
        require(8);
        return data.getLong();
    }

    /** The next {@code size} bytes, as a copy. */
    Bytes bytes(long size) throws MalformedException {
        require(size);
        Bytes value = Bytes.copyOf(data.slice(data.position(), (int) size));
        data.position(data.position() + (int) size);
        return value;
    }

    /** A TPM2B: 16 bits of size, at most {@code max}, then so many bytes. */
    Bytes sized(int max) throws MalformedException {
        int start = offset();
        int size = u16();
        if (size > max) {
            throw new MalformedException(
                    "a byte string in " + what + " has " + size + " bytes, more than " + max, start);
        }
        return bytes(size);
    }

    void expectEnd() throws MalformedException {
        if (data.hasRemaining()) {
            throw new MalformedException(data.remaining() + " bytes follow " + what, offset());
        }
    }

    /** An exception about what stands before {@code offset}. */
    MalformedException wrong(String problem, int offset) {
        return new MalformedException(what + ": " + problem, offset);
    }

    private void require(long bytes) throws MalformedException {
        if (bytes > data.remaining()) {
            throw new MalformedException("the input ends within " + what, offset());
        }
    }
}
