package io.signet.meter.training.internal;

import io.signet.meter.MeterModel;
import io.signet.meter.MeterReader;
import io.signet.meter.Split;
import io.signet.meter.drawing.DigitArtist;
import io.signet.meter.drawing.Distortion;
import io.signet.meter.drawing.DrawnMeter;
import io.signet.meter.drawing.MeterArtist;
import io.signet.meter.drawing.NonMeter;
import io.signet.meter.drawing.NonMeterArtist;
import io.signet.meter.drawing.Picture;
import io.signet.statement.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Draws batches. Most crops are drawn as such; the others come out of whole pictures by the reader's own finding and
 * cutting, so that the model learns what the reader gives it. One thread uses an artist.
 */
final class BatchArtist {
    /** Crops of whole pictures that are kept, to be learnt from more than once. */
    private static final int STORE_MAX = 4_096;

    private static final double STORED_SHARE = 0.35;
    private static final double UNREADABLE_SHARE = 0.17;
    /** Of whole pictures, one in so many shows no reading. */
    private static final int NON_METER_EVERY = 3;

    /** A crop whose middle is no farther off a digit's than this (in digit heights) shows that digit. */
    private static final double ON_DIGIT_MAX = 0.16;
    /** A crop whose middle is farther off than this shows no digit; between the two, nothing is taught. */
    private static final double OFF_DIGIT_MIN = 0.32;

    private record Stored(Bytes crop, int label) {}

    private final RandomGenerator random;
    private final int batchSize;
    private final MeterReader reader = new MeterReader();
    private final List<Stored> store = new ArrayList<>();
    private int pictures;

    BatchArtist(long seed, int batchSize) {
        random = new SplittableRandom(seed);
        this.batchSize = batchSize;
    }

    Batch draw() {
        drawPicture();
        Batch batch = new Batch(batchSize);
        while (!batch.isFull()) {
            double kind = random.nextDouble();
            if (kind < STORED_SHARE && !store.isEmpty()) {
                Stored stored = store.get(random.nextInt(store.size()));
                batch.add(stored.crop, stored.label);
            } else if (kind < 1 - UNREADABLE_SHARE) {
                int digit = random.nextInt(MeterModel.UNREADABLE);
                batch.add(
                        grey(DigitArtist.draw(
                                digit, distortion(), MeterModel.CROP_WIDTH, MeterModel.CROP_HEIGHT, random)),
                        digit);
            } else {
                batch.add(
                        grey(DigitArtist.drawUnreadable(
                                distortion(), MeterModel.CROP_WIDTH, MeterModel.CROP_HEIGHT, random)),
                        MeterModel.UNREADABLE);
            }
        }
        return batch;
    }

    private Distortion distortion() {
        return Distortion.random(random, random.nextDouble(0.2, 1));
    }

    /** Puts the crops of one more whole picture into the store. */
    private void drawPicture() {
        int width = random.nextInt(200, 360);
        int height = (int) (width * random.nextDouble(0.52, 0.7));
        pictures++;
        if (pictures % NON_METER_EVERY == 0) {
            NonMeter[] kinds = NonMeter.values();
            Picture picture = NonMeterArtist.draw(kinds[random.nextInt(kinds.length)], width, height, random);
            List<Bytes> crops = crops(reader.split("drawn", picture));
            crops.forEach(crop -> store(crop, MeterModel.UNREADABLE));
        } else {
            double severity = random.nextDouble(0.2, 1);
            DrawnMeter meter = MeterArtist.draw(MeterArtist.randomScene(random, severity, width, height), random);
            Split.Digits split = reader.split("drawn", meter.picture());
            List<Bytes> crops = crops(split);
            for (int i = 0; i < crops.size(); i++) {
                label(meter, split, i, crops.get(i));
            }
        }
    }

    private void label(DrawnMeter meter, Split.Digits split, int index, Bytes crop) {
        double nearest = Double.MAX_VALUE;
        int digit = 0;
        for (int i = 0; i < MeterModel.DIGITS; i++) {
            double distance = Math.hypot(
                            split.centres().get(index).x()
                                    - meter.centres().get(i).x(),
                            split.centres().get(index).y()
                                    - meter.centres().get(i).y())
                    / meter.digitHeight();
            if (distance < nearest) {
                nearest = distance;
                digit = meter.digits().charAt(i) - '0';
            }
        }
        if (nearest <= ON_DIGIT_MAX) {
            store(crop, digit);
        } else if (nearest >= OFF_DIGIT_MIN) {
            store(crop, MeterModel.UNREADABLE);
        }
    }

    private void store(Bytes crop, int label) {
        Stored stored = new Stored(crop, label);
        if (store.size() < STORE_MAX) {
            store.add(stored);
        } else {
            store.set(random.nextInt(STORE_MAX), stored);
        }
    }

    private static List<Bytes> crops(Split.Digits split) {
        ByteBuffer all = split.crops().data();
        List<Bytes> crops = new ArrayList<>();
        for (int i = 0; i < MeterModel.DIGITS; i++) {
            byte[] crop = new byte[Batch.CROP_BYTES];
            all.get(crop);
            crops.add(Bytes.copyOf(crop));
        }
        return crops;
    }

    private static Bytes grey(Picture picture) {
        byte[] grey = new byte[Batch.CROP_BYTES];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) picture.luma(i % MeterModel.CROP_WIDTH, i / MeterModel.CROP_WIDTH);
        }
        return Bytes.copyOf(grey);
    }
}
