package io.signet.inference.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts or decrypts a file as it is written, chunk by chunk, with AES-256-GCM: the STREAM construction (Hoang,
 * Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015).
 *
 * <pre>
 * file  = chunk of 65,536 bytes, ..., last chunk of 1 to 65,536 bytes (0 if the file is empty), each followed by its tag (16)
 * nonce = 7 zeros | number of the chunk from 0, 32 bits | 1 for the last chunk, else 0
 * </pre>
 *
 * The key is that of this file in this package, so no nonce comes twice, and chunks that were altered, left out, moved or cut
 * off at the end are noticed. Not thread-safe.
 */
final class ContentStream extends OutputStream {
    /** Most bytes of a file in one chunk. */
    static final int CHUNK_SIZE_BYTES = 1 << 16;

    static final int TAG_SIZE_BYTES = 16;

    private static final int NONCE_SIZE_BYTES = 12;
    private static final int SEALED_CHUNK_SIZE_BYTES = CHUNK_SIZE_BYTES + TAG_SIZE_BYTES;

    private final int mode;
    private final Cipher cipher;
    private final SecretKeySpec key;
    private final OutputStream out;
    private final byte[] chunk;
    private final byte[] result = new byte[SEALED_CHUNK_SIZE_BYTES];
    private int filled;
    private int chunks;

    private ContentStream(int mode, int chunkSizeBytes, ContentKey contentKey, String path, OutputStream out) {
        this.mode = mode;
        this.chunk = new byte[chunkSizeBytes];
        this.out = out;
        byte[] fileKey = contentKey.fileKey(path);
        this.key = new SecretKeySpec(fileKey, "AES");
        Arrays.fill(fileKey, (byte) 0);
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks AES-GCM", e);
        }
    }

    /** A chunk that does not decrypt. */
    static final class AlteredChunkException extends IOException {
        private static final long serialVersionUID = 1L;

        private AlteredChunkException(int number) {
            super("chunk " + number + " does not decrypt");
        }
    }

    /** Writes to {@code out} what is written, encrypted; call {@link #finish} at the end. */
    static ContentStream sealing(ContentKey key, String path, OutputStream out) {
        return new ContentStream(Cipher.ENCRYPT_MODE, CHUNK_SIZE_BYTES, key, path, out);
    }

    /** Writes to {@code out} what is written, decrypted; nothing is complete before {@link #finish}. */
    static ContentStream opening(ContentKey key, String path, OutputStream out) {
        return new ContentStream(Cipher.DECRYPT_MODE, SEALED_CHUNK_SIZE_BYTES, key, path, out);
    }

    /** How large a file of {@code sizeBytes} is when it is encrypted. */
    static long sealedSizeBytes(long sizeBytes) {
        return sizeBytes + TAG_SIZE_BYTES * Math.max(1, (sizeBytes + CHUNK_SIZE_BYTES - 1) / CHUNK_SIZE_BYTES);
    }

    /** How large a file is that has {@code sealedBytes} encrypted; -1 if none has so many. */
    static long openedSizeBytes(long sealedBytes) {
        long tags = TAG_SIZE_BYTES * ((sealedBytes + SEALED_CHUNK_SIZE_BYTES - 1) / SEALED_CHUNK_SIZE_BYTES);
        long size = sealedBytes - tags;
        return size >= 0 && sealedSizeBytes(size) == sealedBytes ? size : -1;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (filled == chunk.length) {
                process(false);
            }
            int part = Math.min(left, chunk.length - filled);
            System.arraycopy(source, at, chunk, filled, part);
            filled += part;
            at += part;
            left -= part;
        }
    }

    /**
     * Ends the file.
     *
     * @throws AlteredChunkException if it was not the end of what was encrypted
     */
    void finish() throws IOException {
        process(true);
        wipe();
    }

    private void process(boolean last) throws IOException {
        if (mode == Cipher.DECRYPT_MODE && filled < TAG_SIZE_BYTES) { // Java's cipher has no answer to that but a fault
            throw new AlteredChunkException(chunks);
        }
        byte[] nonce = new byte[NONCE_SIZE_BYTES];
        ByteBuffer.wrap(nonce).putInt(NONCE_SIZE_BYTES - 1 - Integer.BYTES, chunks);
        nonce[NONCE_SIZE_BYTES - 1] = (byte) (last ? 1 : 0);
        try {
            cipher.init(mode, key, new GCMParameterSpec(8 * TAG_SIZE_BYTES, nonce));
            int size = cipher.doFinal(chunk, 0, filled, result, 0);
            out.write(result, 0, size);
        } catch (AEADBadTagException e) {
            throw new AlteredChunkException(chunks);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform can't do AES-256-GCM", e);
        }
        chunks++;
        filled = 0;
    }

    /** Leaves nothing of the file in this. */
    void wipe() {
        Arrays.fill(chunk, (byte) 0);
        Arrays.fill(result, (byte) 0);
    }
}
