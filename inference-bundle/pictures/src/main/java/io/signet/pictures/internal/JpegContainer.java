package io.signet.pictures.internal;

import io.signet.pictures.PictureException;
import io.signet.pictures.PictureException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** The segments of a JPEG file (ITU-T T.81, annex B). */
final class JpegContainer {
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;
    private static final int COMMENT = 0xfe;
    private static final int TEM = 0x01;
    private static final int RST0 = 0xd0;
    private static final int RST7 = 0xd7;
    /** Real progressive files have about ten; each costs a pass over all pixels. */
    private static final int SCANS_MAX = 100;

    private final byte[] file;
    private final ByteArrayOutputStream essential;
    private int at;
    private int scans;

    private JpegContainer(byte[] file) {
        this.file = file;
        essential = new ByteArrayOutputStream(file.length);
    }

    static boolean isJpeg(byte[] file) {
        return file.length >= 3 && at(file, 0) == 0xff && at(file, 1) == SOI && at(file, 2) == 0xff;
    }

    static Container open(byte[] file) {
        JpegContainer container = new JpegContainer(file);
        Optional<PictureException> defect = container.walk();
        return new Container("jpeg", container.essential, defect);
    }

    private Optional<PictureException> walk() {
        copy(2);
        while (true) {
            while (at + 1 < file.length && at(file, at) == 0xff && at(file, at + 1) == 0xff) {
                at++; // fill bytes, B.1.1.2
            }
            if (at + 2 > file.length) {
                return truncated();
            }
            if (at(file, at) != 0xff) {
                return defect(Reason.CORRUPT, "is corrupt: no segment at byte " + at);
            }
            int marker = at(file, at + 1);
            if (marker == EOI) {
                copy(2);
                return Optional.empty();
            }
            if (marker == TEM || (marker >= RST0 && marker <= RST7)) {
                copy(2);
                continue;
            }
            if (at + 4 > file.length) {
                return truncated();
            }
            int length = (at(file, at + 2) << 8) | at(file, at + 3);
            if (length < 2) {
                return defect(Reason.CORRUPT, "is corrupt: an empty segment at byte " + at);
            }
            if (length + 2 > file.length - at) {
                return truncated();
            }
            if (isSpare(marker)) {
                at += 2 + length;
            } else {
                copy(2 + length);
            }
            if (marker == SOS) {
                scans++;
                if (scans > SCANS_MAX) {
                    return defect(Reason.UNSUPPORTED, "has more than " + SCANS_MAX + " scans; save it again");
                }
                copyScan();
            }
        }
    }

    /** Copies entropy-coded data: up to a marker that is neither a stuffed zero nor a restart. */
    private void copyScan() {
        int end = at;
        while (end + 1 < file.length) {
            int next = at(file, end + 1);
            if (at(file, end) == 0xff && next != 0 && (next < RST0 || next > RST7)) {
                break;
            }
            end++;
        }
        copy((end + 1 < file.length ? end : file.length) - at);
    }

    private static boolean isSpare(int marker) {
        return marker == COMMENT || (marker > APP0 && marker <= APP15 && marker != APP14);
    }

    private void copy(int count) {
        essential.write(file, at, count);
        at += count;
    }

    private static Optional<PictureException> truncated() {
        return defect(Reason.TRUNCATED, "is truncated: it ends before its end marker");
    }

    private static Optional<PictureException> defect(Reason reason, String message) {
        return Optional.of(new PictureException(reason, message));
    }

    private static int at(byte[] file, int index) {
        return file[index] & 0xff;
    }
}
