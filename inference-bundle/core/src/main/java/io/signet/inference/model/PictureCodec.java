package io.signet.inference.model;

import io.signet.inference.model.PictureInput.Channels;
import io.signet.inference.model.PictureInput.Crop;
import io.signet.inference.model.PictureInput.Fit;
import io.signet.inference.model.PictureInput.Letterbox;
import io.signet.inference.model.PictureInput.Order;
import io.signet.inference.model.PictureInput.Stretch;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborType;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A manifest's entry on pictures: null, {@code [tensor, "grey", width, height, "unit"]}, which is all that the first packages
 * could say, or {@code [tensor, channels, width, height, fit, order, [[mean, deviation], ...]]} for everything else.
 */
final class PictureCodec {
    private static final String UNIT = "unit";
    private static final int PLAIN_ITEMS = 5;
    private static final int ITEMS = 7;

    private PictureCodec() {}

    static void write(CborWriter writer, Optional<PictureInput> picture) {
        if (picture.isEmpty()) {
            writer.writeNull();
            return;
        }
        PictureInput p = picture.get();
        writer.startArray(p.isPlainGrey() ? PLAIN_ITEMS : ITEMS)
                .writeText(p.tensor())
                .writeText(ManifestCodec.wireName(p.channels()))
                .writeInt(p.widthPixels())
                .writeInt(p.heightPixels());
        if (p.isPlainGrey()) {
            writer.writeText(UNIT);
            return;
        }
        writeFit(writer, p.fit());
        writer.writeText(ManifestCodec.wireName(p.order()))
                .startArray(p.scales().size());
        p.scales()
                .forEach(scale ->
                        writer.startArray(2).writeInt(scale.meanMillionths()).writeInt(scale.deviationMillionths()));
    }

    private static void writeFit(CborWriter writer, Fit fit) {
        if (fit instanceof Crop crop) {
            writer.startArray(2).writeText("crop").writeInt(crop.permille());
        } else if (fit instanceof Letterbox box) {
            writer.startArray(2).writeText("letterbox").writeInt(box.level());
        } else {
            writer.startArray(1).writeText("stretch");
        }
    }

    static Optional<PictureInput> read(CborReader reader) throws MalformedException {
        if (reader.peekType() == CborType.NULL) {
            reader.readNull();
            return Optional.empty();
        }
        int start = reader.offset();
        int items = reader.readArraySize();
        if (items != PLAIN_ITEMS && items != ITEMS) {
            throw new MalformedException(
                    "a picture has " + PLAIN_ITEMS + " or " + ITEMS + " items, not " + items
                            + ": it may be for a newer firmware",
                    start);
        }
        String tensor = reader.readText(TensorSpec.NAME_CHARS_MAX);
        int channelsStart = reader.offset();
        Channels channels = ManifestCodec.readEnum(reader, Channels.values());
        int width = (int) reader.readInt(1, PictureInput.SIDE_PIXELS_MAX);
        int height = (int) reader.readInt(1, PictureInput.SIDE_PIXELS_MAX);
        if (items == PLAIN_ITEMS) {
            reader.readExactText(UNIT);
            if (channels != Channels.GREY) {
                throw new MalformedException("the short form of a picture is for grey ones", channelsStart);
            }
            return Optional.of(PictureInput.grey(tensor, width, height));
        }
        Fit fit = readFit(reader);
        Order order = ManifestCodec.readEnum(reader, Order.values());
        PictureInput picture = new PictureInput(tensor, channels, width, height, fit, order, readScales(reader));
        if (picture.isPlainGrey()) {
            throw new MalformedException("a picture that has a short form has no other", start);
        }
        return Optional.of(picture);
    }

    private static Fit readFit(CborReader reader) throws MalformedException {
        int start = reader.offset();
        int items = reader.readArraySize();
        String name = reader.readText(16);
        return switch (name + items) {
            case "stretch1" -> new Stretch();
            case "crop2" -> new Crop((int) reader.readInt(1, 1000));
            case "letterbox2" -> new Letterbox((int) reader.readInt(0, 255));
            default ->
                throw new MalformedException(
                        "'" + name + "' is no way to fit a picture that is known here: it may be for a newer firmware",
                        start);
        };
    }

    private static List<LevelScale> readScales(CborReader reader) throws MalformedException {
        int count = ManifestCodec.readCount(reader, "scales", Channels.RGB.count());
        List<LevelScale> scales = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reader.readArray(2);
            scales.add(new LevelScale(
                    reader.readInt(-LevelScale.MILLIONTHS_MAX, LevelScale.MILLIONTHS_MAX),
                    reader.readInt(1, LevelScale.MILLIONTHS_MAX)));
        }
        return scales;
    }
}
