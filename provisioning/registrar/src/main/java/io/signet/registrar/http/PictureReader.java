package io.signet.registrar.http;

import io.signet.pictures.PictureException;
import io.signet.registrar.qr.QrPicture;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Reads the QR code in a photo for an owner whose browser can't, a few at a time. Thread-safe. */
final class PictureReader {
    /** Each takes tens of megabytes and a processor for a moment. */
    private static final int AT_ONCE_MAX = 2;

    private final QrPicture pictures;
    private final Semaphore permits = new Semaphore(AT_ONCE_MAX);

    PictureReader(QrPicture pictures) {
        this.pictures = pictures;
    }

    /** What is in the code, as plain text; 404 if none is seen. */
    Reply answer(byte[] file) {
        if (!permits.tryAcquire()) {
            return Reply.text(503, "Other pictures are being read. Try again.");
        }
        try {
            Optional<String> content = pictures.read(file);
            return content.map(text -> Reply.text(200, text))
                    .orElseGet(() ->
                            Reply.text(404, "There is no QR code in this picture. Come closer, or type the code."));
        } catch (PictureException e) {
            return Reply.text(400, "The picture " + e.getMessage() + ".");
        } finally {
            permits.release();
        }
    }
}
