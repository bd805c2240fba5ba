package io.signet.inference.model;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of an encrypted variant, in memory alone, outside of the heap, where no collector copies them about. Closing
 * wipes them.
 */
public final class DecryptedFiles implements AutoCloseable {
    private final Map<String, ByteBuffer> files = new TreeMap<>();

    DecryptedFiles() {}

    /** Where the content of a file goes that will have {@code sizeBytes}. */
    OutputStream add(String path, int sizeBytes) {
        ByteBuffer content = ByteBuffer.allocateDirect(sizeBytes);
        files.put(path, content);
        return new OutputStream() {
            private final ByteBuffer free = content.duplicate();

            @Override
            public void write(int b) {
                free.put((byte) b);
            }

            @Override
            public void write(byte[] source, int offset, int length) {
                free.put(source, offset, length);
            }
        };
    }

    /** The files by their paths within the variant; direct buffers, read-only, of use until this is closed. */
    public Map<String, ByteBuffer> byPath() {
        Map<String, ByteBuffer> views = new TreeMap<>();
        files.forEach((path, content) -> views.put(path, content.asReadOnlyBuffer()));
        return views;
    }

    @Override
    public void close() {
        for (ByteBuffer content : files.values()) {
            ByteBuffer whole = content.duplicate().clear();
            byte[] zeros = new byte[Math.min(1 << 16, whole.capacity())];
            while (whole.hasRemaining()) {
                whole.put(zeros, 0, Math.min(zeros.length, whole.remaining()));
            }
        }
    }
}
