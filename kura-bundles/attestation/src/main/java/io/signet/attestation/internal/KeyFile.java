package io.signet.attestation.internal;

import io.signet.attestation.KeyFileException;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.OwnerOnlyFile.UnsafeFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** A private key in a PEM file (RFC 7468 section 10) that its owner alone may read. */
public final class KeyFile {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /** A key has some 240 bytes; comments before it may add a little. */
    private static final int SIZE_BYTES_MAX = 16 * 1024;

    private KeyFile() {}

    /**
     * Writes {@code key} to {@code file}, durably, with mode 600; the file appears with all of its content at once.
     *
     * @throws KeyFileException if the file exists or can't be written
     */
    public static void create(Path file, PrivateKey key) throws KeyFileException {
        byte[] pem = toPem(key);
        try {
            OwnerOnlyFile.create(file, pem);
        } catch (UnsafeFileException e) {
            throw new KeyFileException(file, e.getMessage(), e);
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(file, "exists already; a key is never overwritten", e);
        } catch (IOException | UnsupportedOperationException e) {
            throw new KeyFileException(file, "the key can't be written: " + reason(e), e);
        } finally {
            Arrays.fill(pem, (byte) 0);
        }
    }

    /**
     * Reads a key pair.
     *
     * @throws KeyFileException if the file is missing, others may read it, or it holds no private key on P-256
     */
    public static KeyPair load(Path file) throws KeyFileException {
        byte[] content = read(file);
        byte[] pkcs8 = fromPem(file, new String(content, StandardCharsets.US_ASCII));
        try {
            return decode(file, pkcs8);
        } finally {
            Arrays.fill(content, (byte) 0);
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /**
     * The key pair of the private key in {@code pkcs8}, which was in {@code file}.
     *
     * @throws KeyFileException if it is no private key on P-256
     */
    public static KeyPair decode(Path file, byte[] pkcs8) throws KeyFileException {
        try {
            // The platform's factory for elliptic curves makes keys of this type only.
            ECPrivateKey key =
                    (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            if (!P256.accepts(key)) {
                throw new KeyFileException(file, "the key is on another curve than P-256");
            }
            return P256.pairOf(key);
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(file, "holds no usable private key on P-256: " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file) throws KeyFileException {
        try {
            return OwnerOnlyFile.read(file, SIZE_BYTES_MAX);
        } catch (UnsafeFileException e) {
            throw new KeyFileException(file, e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new KeyFileException(file, "there is no such key file; provision the node first", e);
        } catch (IOException e) {
            throw new KeyFileException(file, "the key can't be read: " + reason(e), e);
        }
    }

    private static byte[] toPem(PrivateKey key) {
        byte[] pkcs8 = key.getEncoded();
        byte[] base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(pkcs8);
        ByteBuffer pem = ByteBuffer.allocate(BEGIN.length() + base64.length + END.length() + 3);
        pem.put((BEGIN + "\n").getBytes(StandardCharsets.US_ASCII));
        pem.put(base64);
        pem.put(("\n" + END + "\n").getBytes(StandardCharsets.US_ASCII));
        Arrays.fill(pkcs8, (byte) 0);
        Arrays.fill(base64, (byte) 0);
        return pem.array();
    }

    private static byte[] fromPem(Path file, String pem) throws KeyFileException {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            String hint = pem.contains("BEGIN EC PRIVATE KEY") || pem.contains("BEGIN ENCRYPTED PRIVATE KEY")
                    ? "; convert it with: openssl pkcs8 -topk8 -nocrypt -in " + file
                    : "";
            throw new KeyFileException(file, "holds no PEM block '" + BEGIN + "'" + hint);
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file, "its PEM block is not base64: " + e.getMessage(), e);
        }
    }

    /** A file system's exceptions name the file only, their class the reason. */
    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + ", " + e.getMessage();
    }
}
