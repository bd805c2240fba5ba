package io.signet.release;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * A release in one file: 8 bytes {@value #MAGIC}, the head's size in 4 bytes, the {@link ReleaseHead}, and the contents of its
 * files, one after the other, nothing between them and nothing behind. Where each file begins follows from what was signed, so
 * there is no directory that could say something else.
 */
public final class ReleaseArchive {
    /** How an archive begins. */
    public static final String MAGIC = "SIGNETR1";

    private static final int BUFFER_BYTES = 64 * 1024;

    private ReleaseArchive() {}

    /** Where the content of a file comes from. */
    @FunctionalInterface
    public interface Source {
        /** Its content, which the caller closes. */
        InputStream open(ReleaseFile file) throws IOException;
    }

    /** Where the content of a file goes. */
    @FunctionalInterface
    public interface Target {
        /** Takes its content, which is complete and checked when the stream is closed without an exception before. */
        OutputStream open(ReleaseFile file) throws IOException;
    }

    /** A file that is no archive, or is damaged. The message says how. */
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        private DamagedException(Path archive, String what) {
            super(archive + ": " + what);
        }
    }

    /**
     * Reads the beginning of {@code archive}. Signatures and files are not checked; the file's size is.
     *
     * @throws DamagedException if it is anything else
     */
    public static ReleaseHead head(Path archive) throws IOException {
        try (DataInputStream in = open(archive)) {
            return head(archive, in);
        }
    }

    private static DataInputStream open(Path archive) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(archive), BUFFER_BYTES));
    }

    private static ReleaseHead head(Path archive, DataInputStream in) throws IOException {
        try {
            byte[] magic = in.readNBytes(MAGIC.length());
            if (!new String(magic, StandardCharsets.ISO_8859_1).equals(MAGIC)) {
                throw new DamagedException(archive, "is no release: it does not begin with " + MAGIC);
            }
            int size = in.readInt();
            if (size < 1 || size > ReleaseHead.SIZE_BYTES_MAX) {
                throw new DamagedException(archive, "its head has 1 to " + ReleaseHead.SIZE_BYTES_MAX + " bytes");
            }
            ReleaseHead head = ReleaseHead.decode(Bytes.copyOf(in.readNBytes(size)));
            long expected = MAGIC.length()
                    + Integer.BYTES
                    + (long) size
                    + head.release().release().sizeBytes();
            if (Files.size(archive) != expected) {
                throw new DamagedException(archive, "has " + Files.size(archive) + " bytes, its head says " + expected);
            }
            return head;
        } catch (MalformedException e) {
            throw new DamagedException(archive, "is no release: " + e.getMessage());
        } catch (EOFException e) {
            throw new DamagedException(archive, "ends before its head does");
        }
    }

    /**
     * Reads all of {@code archive}; its signatures are not checked.
     *
     * @throws DamagedException if a file is not what the head says
     */
    public static void check(Path archive) throws IOException {
        unpack(archive, head(archive), file -> OutputStream.nullOutputStream());
    }

    /**
     * Reads all files of {@code archive}.
     *
     * @param head what its head was when it was checked
     * @param target is given each of them, in their order
     * @throws DamagedException if one is not what the head says
     */
    public static void unpack(Path archive, ReleaseHead head, Target target) throws IOException {
        try (DataInputStream in = open(archive)) {
            if (!head(archive, in).equals(head)) {
                throw new DamagedException(archive, "was changed since its head was checked");
            }
            for (ReleaseFile file : head.release().release().files()) {
                try (OutputStream out = target.open(file)) {
                    if (!copy(in, file, out)) {
                        throw new DamagedException(archive, file.path() + " is not the file that was signed");
                    }
                }
            }
        }
    }

    /**
     * Writes an archive.
     *
     * @param out is left open
     * @throws IOException if a file has another content than the head says, or something can't be read or written
     */
    public static void write(ReleaseHead head, Source source, OutputStream out) throws IOException {
        Bytes encoded = head.encode();
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
        data.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
        data.writeInt(encoded.size());
        data.write(encoded.toArray());
        for (ReleaseFile file : head.release().release().files()) {
            try (InputStream in = source.open(file)) {
                if (!copy(in, file, data) || in.read() >= 0) {
                    throw new IOException(file.path() + " was changed while it was read: begin again");
                }
            }
        }
        data.flush();
    }

    /**
     * Writes an archive with the files of another.
     *
     * @param out is left open
     */
    public static void rewrite(Path archive, ReleaseHead head, OutputStream out) throws IOException {
        try (DataInputStream in = open(archive)) {
            head(archive, in);
            Bytes encoded = head.encode();
            DataOutputStream data = new DataOutputStream(out);
            data.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
            data.writeInt(encoded.size());
            data.write(encoded.toArray());
            in.transferTo(data);
            data.flush();
        }
    }

    /** Copies a file's content; false if it is another. */
    private static boolean copy(InputStream in, ReleaseFile file, OutputStream out) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long left = file.sizeBytes();
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return false;
            }
            sha256.update(buffer, 0, read);
            out.write(buffer, 0, read);
            left -= read;
        }
        return Digest.finish(sha256).equals(file.sha256());
    }
}
