package io.signet.attestation.internal;

import io.signet.attestation.KeyFileException;
import io.signet.runtime.OwnerOnlyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** A file with a PIN in its first line, which its owner alone may read. */
final class PinFile {
    private static final int SIZE_BYTES_MAX = 256;

    private final Path file;

    PinFile(Path file) {
        this.file = file;
    }

    /**
     * The PIN, without the end of its line; whoever gets it overwrites it.
     *
     * @throws KeyFileException if there is none, or others may read it
     */
    char[] read() throws KeyFileException {
        byte[] content = content();
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(content));
        try {
            int length = 0;
            while (length < text.length() && text.get(length) != '\n' && text.get(length) != '\r') {
                length++;
            }
            if (length == 0) {
                throw new KeyFileException(file, "holds no PIN in its first line");
            }
            char[] pin = new char[length];
            text.get(pin);
            return pin;
        } finally {
            Arrays.fill(content, (byte) 0);
            Arrays.fill(text.array(), '\0');
        }
    }

    private byte[] content() throws KeyFileException {
        try {
            return OwnerOnlyFile.read(file, SIZE_BYTES_MAX);
        } catch (NoSuchFileException e) {
            throw new KeyFileException(file, "there is no such file; write the PIN into it, with mode 600", e);
        } catch (OwnerOnlyFile.UnsafeFileException e) {
            throw new KeyFileException(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new KeyFileException(file, "the PIN can't be read: " + e.getMessage(), e);
        }
    }
}
