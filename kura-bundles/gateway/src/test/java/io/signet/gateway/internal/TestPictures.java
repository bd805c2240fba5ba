package io.signet.gateway.internal;

import static org.junit.jupiter.api.Assumptions.abort;

import io.signet.jetson.JetsonLibrary;
import io.signet.jetson.NativeLoading;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/** Picture files for tests. */
final class TestPictures {
    private TestPictures() {}

    /** The native library; without one, as on a machine that has no C++ compiler, the test is left out and says so. */
    static NativeLoading.Loaded library() {
        return JetsonLibrary.load() instanceof NativeLoading.Loaded loaded ? loaded : abort(JetsonLibrary.load() + "");
    }

    /** A grey picture of such levels, row by row. */
    static BufferedImage grey(int width, int... levels) {
        BufferedImage image = new BufferedImage(width, levels.length / width, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, width, levels.length / width, levels);
        return image;
    }

    /** A picture of such colours, {@code 0xaarrggbb}, row by row. */
    static BufferedImage colours(int width, int... argb) {
        BufferedImage image = new BufferedImage(width, argb.length / width, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, width, argb.length / width, argb, 0, width);
        return image;
    }

    /** A file of {@code format}: png, jpeg, gif. */
    static byte[] file(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no " + format + " of such a picture");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A grey PNG file that says it has such a size, whatever it has. */
    static byte[] claiming(int width, int height) {
        byte[] file = file(grey(1, 0), "png");
        ByteBuffer.wrap(file).putInt(16, width).putInt(20, height);
        java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
        checksum.update(file, 12, 17);
        ByteBuffer.wrap(file).putInt(29, (int) checksum.getValue());
        return file;
    }
}
