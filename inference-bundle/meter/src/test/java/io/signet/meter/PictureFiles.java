package io.signet.meter;

import io.signet.meter.drawing.DisplayStyle;
import io.signet.meter.drawing.Distortion;
import io.signet.meter.drawing.MeterArtist;
import io.signet.meter.drawing.MeterScene;
import io.signet.meter.drawing.Picture;
import io.signet.statement.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Picture files, good and bad, for tests. */
final class PictureFiles {
    static final int PNG_SIGNATURE_BYTES = 8;
    static final int PNG_HEADER_BYTES = PNG_SIGNATURE_BYTES + 25;

    private PictureFiles() {}

    static Picture meter() {
        MeterScene scene = new MeterScene("123456", DisplayStyle.SEVEN_SEGMENT_LCD, Distortion.NONE, 240, 144);
        return MeterArtist.draw(scene, new SplittableRandom(1)).picture();
    }

    static BufferedImage meter(int imageType) {
        Picture drawn = meter();
        BufferedImage image = new BufferedImage(drawn.width(), drawn.height(), imageType);
        for (int y = 0; y < drawn.height(); y++) {
            for (int x = 0; x < drawn.width(); x++) {
                image.setRGB(x, y, 0xff000000 | drawn.rgb(x, y));
            }
        }
        return image;
    }

    static Bytes encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, file)) {
            throw new IOException("no writer for " + format);
        }
        return Bytes.copyOf(file.toByteArray());
    }

    static Bytes blank(int width, int height) throws IOException {
        return encode(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png");
    }

    static Bytes truncated(Bytes file, int size) {
        return Bytes.copyOfRange(file.toArray(), 0, size);
    }

    /** A PNG file of that size in pixels that ends after its header. */
    static Bytes pngHeader(int width, int height) {
        ByteBuffer file = ByteBuffer.allocate(PNG_HEADER_BYTES);
        file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 8).put((byte) 2).put((byte) 0).put((byte) 0).put((byte) 0);
        file.put(chunk("IHDR", header.array()));
        return Bytes.copyOf(file.array());
    }

    /** {@code png} with a chunk put in after its header. */
    static Bytes withChunk(Bytes png, String type, byte[] content) {
        byte[] chunk = chunk(type, content);
        byte[] file = png.toArray();
        return Bytes.copyOf(ByteBuffer.allocate(file.length + chunk.length)
                .put(file, 0, PNG_HEADER_BYTES)
                .put(chunk)
                .put(file, PNG_HEADER_BYTES, file.length - PNG_HEADER_BYTES)
                .array());
    }

    private static byte[] chunk(String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + content.length);
        return chunk.putInt((int) checksum.getValue()).array();
    }
}
