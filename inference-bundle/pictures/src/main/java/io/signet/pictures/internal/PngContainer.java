package io.signet.pictures.internal;

import io.signet.pictures.PictureException;
import io.signet.pictures.PictureException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/** The chunks of a PNG file (PNG Specification, Third Edition, section 5). */
final class PngContainer {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final Set<String> ESSENTIAL = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
    /** Length, type and checksum. */
    private static final int FRAME_BYTES = 12;

    private PngContainer() {}

    static boolean isPng(byte[] file) {
        return file.length >= SIGNATURE.length
                && ByteBuffer.wrap(file, 0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE));
    }

    static Container open(byte[] file) {
        ByteArrayOutputStream essential = new ByteArrayOutputStream(file.length);
        essential.write(file, 0, SIGNATURE.length);
        int at = SIGNATURE.length;
        boolean ended = false;
        while (!ended) {
            int left = file.length - at;
            if (left < FRAME_BYTES) {
                return defect(essential, Reason.TRUNCATED, "is truncated: it ends before its IEND chunk");
            }
            int length = ByteBuffer.wrap(file).getInt(at);
            String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (length < 0) {
                return defect(essential, Reason.CORRUPT, "is corrupt: a chunk at byte " + at + " is too long");
            }
            if (type.equals("acTL")) {
                return defect(essential, Reason.UNSUPPORTED, "is an animation; give a single picture");
            }
            if (length > left - FRAME_BYTES) {
                // What there is of it lets the decoder read the header, should this be the header.
                String message =
                        "is truncated: its last chunk lacks " + ((long) length + FRAME_BYTES - left) + " bytes";
                return defect(essential, Reason.TRUNCATED, message);
            }
            CRC32 checksum = new CRC32();
            checksum.update(file, at + 4, 4 + length);
            if ((int) checksum.getValue() != ByteBuffer.wrap(file).getInt(at + 8 + length)) {
                return defect(essential, Reason.CORRUPT, "is corrupt: wrong checksum of the chunk at byte " + at);
            }
            if (ESSENTIAL.contains(type)) {
                essential.write(file, at, FRAME_BYTES + length);
            }
            ended = type.equals("IEND");
            at += FRAME_BYTES + length;
        }
        return new Container("png", essential, Optional.empty());
    }

    private static Container defect(ByteArrayOutputStream essential, Reason reason, String message) {
        return new Container("png", essential, Optional.of(new PictureException(reason, message)));
    }
}
