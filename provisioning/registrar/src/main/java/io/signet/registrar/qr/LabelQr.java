package io.signet.registrar.qr;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import io.signet.provisioning.enrolment.Label;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A label's QR code (ISO/IEC 18004): {@link Label#QR_PREFIX} and the code without dashes, in the alphanumeric mode, with the
 * margin of four modules that readers need. It is as secret as the label. A quarter of it may be damaged.
 */
public final class LabelQr {
    /** Modules of margin at each side. */
    private static final int MARGIN = 4;

    private static final int WHITE = 0xffffff;

    private final ByteMatrix modules;

    private LabelQr(ByteMatrix modules) {
        this.modules = modules;
    }

    /** The QR code of {@code label}. */
    public static LabelQr of(Label label) {
        String content = Label.QR_PREFIX + label.text().replace("-", "");
        try {
            return new LabelQr(Encoder.encode(content, ErrorCorrectionLevel.Q).getMatrix());
        } catch (WriterException e) {
            throw new IllegalStateException("a label of fixed length does not fit into a QR code", e);
        }
    }

    /** Modules at each side, with the margin. */
    public int side() {
        return modules.getWidth() + 2 * MARGIN;
    }

    /** Whether the module is dark; all outside of the code are light. */
    public boolean dark(int column, int row) {
        int x = column - MARGIN;
        int y = row - MARGIN;
        boolean inside = x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight();
        return inside && modules.get(x, y) == 1;
    }

    /**
     * For a terminal with light letters on a dark ground: each character is two modules, one above the other, and a light module
     * is drawn.
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < side(); row += 2) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < side(); column++) {
                boolean below = row + 1 < side() && !dark(column, row + 1);
                line.append(block(!dark(column, row), below));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static char block(boolean above, boolean below) {
        if (above) {
            return below ? '\u2588' : '\u2580';
        }
        return below ? '\u2584' : ' ';
    }

    /**
     * As a PNG file, black and white.
     *
     * @param modulePixels pixels at each side of a module, 1 to 64
     */
    public byte[] png(int modulePixels) {
        if (modulePixels < 1 || modulePixels > 64) {
            throw new IllegalArgumentException("a module has 1 to 64 pixels at each side, not " + modulePixels);
        }
        int size = side() * modulePixels;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                image.setRGB(x, y, dark(x / modulePixels, y / modulePixels) ? 0 : WHITE);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture can't be written to memory", e);
        }
        return file.toByteArray();
    }

    /** As the {@code d} of a path in SVG, in modules, the margin included. */
    public String svgPath() {
        StringBuilder path = new StringBuilder();
        for (int row = 0; row < side(); row++) {
            for (int column = 0; column < side(); column++) {
                if (dark(column, row)) {
                    path.append('M').append(column).append(' ').append(row).append("h1v1h-1z");
                }
            }
        }
        return path.toString();
    }
}
