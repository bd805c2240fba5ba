package io.signet.registrar.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.pictures.PictureException;
import io.signet.provisioning.enrolment.Label;
import io.signet.runtime.Clock;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What is written is read, straight or as a camera sees it. */
class QrPictureTest {
    private static final Label LABEL = Label.parse("000G-40R4-0M30-E209-185G-R38E-1W5B");
    private static final String CONTENT = "SIGNET:000G40R40M30E209185GR38E1W5B";

    private final QrPicture pictures = new QrPicture(Clock.SYSTEM);

    private static byte[] file(BufferedImage image, String format) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    @Test
    void whatIsWritten_isRead() throws Exception {
        assertThat(pictures.read(LabelQr.of(LABEL).png(3))).contains(CONTENT);
        assertThat(Label.parse(CONTENT)).isEqualTo(LABEL);
    }

    @Test
    void photo_turned_noisy_andWithAShadow_isRead() throws Exception {
        BufferedImage code =
                ImageIO.read(new ByteArrayInputStream(LabelQr.of(LABEL).png(9)));
        BufferedImage photo = new BufferedImage(1600, 1200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = photo.createGraphics();
        graphics.setColor(new Color(150, 140, 120));
        graphics.fillRect(0, 0, 1600, 1200);
        graphics.rotate(0.3, 800, 600);
        graphics.drawImage(code, 600, 420, null);
        graphics.dispose();
        Random random = new Random(1);
        for (int y = 0; y < 1200; y++) {
            for (int x = 0; x < 1600; x++) {
                Color seen = new Color(photo.getRGB(x, y));
                int dimmed = seen.getGreen() * (1600 - x / 2) / 1600 + random.nextInt(20);
                int level = Math.min(255, dimmed);
                photo.setRGB(x, y, new Color(level, level, level).getRGB());
            }
        }
        assertThat(pictures.read(file(photo, "jpeg"))).contains(CONTENT);
    }

    @Test
    void linesOfATerminal_areTheCode() throws Exception {
        List<String> lines = LabelQr.of(LABEL).lines();
        int side = LabelQr.of(LABEL).side();
        BufferedImage terminal = new BufferedImage(side * 4, lines.size() * 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < lines.size() * 8; y++) {
            for (int x = 0; x < side * 4; x++) {
                char block = lines.get(y / 8).charAt(x / 4);
                boolean light = block == '\u2588' || block == (y % 8 < 4 ? '\u2580' : '\u2584');
                terminal.setRGB(x, y, light ? 0xffffff : 0);
            }
        }
        assertThat(pictures.read(file(terminal, "png"))).contains(CONTENT);
    }

    @Test
    void pictureWithoutCode_isEmpty_andWhatIsNoPicture_isRefused() throws Exception {
        assertThat(pictures.read(file(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png")))
                .isEmpty();
        assertThatThrownBy(() -> pictures.read(new byte[] {1, 2, 3})).isInstanceOf(PictureException.class);
        assertThatThrownBy(() ->
                        pictures.read(file(new BufferedImage(30_000, 1_000, BufferedImage.TYPE_BYTE_BINARY), "png")))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining("30000 x 1000 pixels");
    }

    @Test
    void sheet_hasEachLabel_andNothingFromElsewhere() {
        Label other = Label.draw(new Random(2));
        String html = LabelSheet.html(List.of(LABEL, other));
        assertThat(html)
                .contains(LABEL.text(), LABEL.id().toHex(), other.text())
                .doesNotContain("http", "<script");
    }
}
