package io.signet.osgitest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.signet.pictures.DecodedPicture;
import io.signet.pictures.PictureException;
import io.signet.pictures.PictureFile;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The platform's decoders are found from a bundle, whose class loader knows little. */
final class PicturesOsgiTest {
    /** 2 x 2 pixels of grey: the example of docs/gateway.md. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR42mNgcGBo+A8AAwUBwFNbFZ8AAAAASUVORK5CYII=";

    @Test
    void png_isDecodedInAFramework() throws PictureException {
        try (PictureFile file = PictureFile.open(Base64.getDecoder().decode(PNG))) {
            DecodedPicture decoded = file.decode(1, () -> false);
            assertTrue(decoded.grey());
            int[] row = new int[2];
            decoded.row(1, row);
            assertArrayEquals(new int[] {128, 255}, row);
        }
    }
}
