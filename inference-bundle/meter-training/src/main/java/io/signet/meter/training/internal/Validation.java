package io.signet.meter.training.internal;

import io.signet.meter.MeterModel;
import io.signet.meter.MeterReader;
import io.signet.meter.Reading;
import io.signet.meter.Split;
import io.signet.meter.drawing.DrawnMeter;
import io.signet.meter.drawing.MeterArtist;
import io.signet.meter.drawing.NonMeter;
import io.signet.meter.drawing.NonMeterArtist;
import io.signet.meter.training.TrainedModel.Quality;
import io.signet.statement.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/** Measures how well a network reads pictures that it was not trained on, by the whole way from picture to reading. */
final class Validation {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;

    private final Learner network;
    private final MeterReader reader = new MeterReader();
    private int digitsRight;
    private int readingsRight;
    private int readingsWrong;
    private int guessed;

    private Validation(Learner network) {
        this.network = network;
    }

    /** Reads {@code pictures} pictures of meters and as many of other things. */
    static Quality measure(Learner network, long seed, int pictures) {
        Validation validation = new Validation(network);
        SplittableRandom random = new SplittableRandom(seed);
        List<NonMeter> kinds = List.of(NonMeter.values());
        for (int i = 0; i < pictures; i++) {
            double severity = i % 2 == 0 ? 0.5 : 1;
            validation.readMeter(MeterArtist.draw(MeterArtist.randomScene(random, severity, WIDTH, HEIGHT), random));
            NonMeter kind = kinds.get(i % kinds.size());
            validation.readOther(validation.reader.split("other", NonMeterArtist.draw(kind, WIDTH, HEIGHT, random)));
        }
        return new Quality(
                pictures,
                (double) validation.digitsRight / pictures / MeterModel.DIGITS,
                (double) validation.readingsRight / pictures,
                (double) validation.readingsWrong / pictures,
                pictures,
                (double) validation.guessed / pictures);
    }

    private void readMeter(DrawnMeter meter) {
        float[] probabilities = classify(reader.split("meter", meter.picture()));
        for (int i = 0; i < MeterModel.DIGITS; i++) {
            int truth = meter.digits().charAt(i) - '0';
            if (Learner.best(probabilities, i) == truth) {
                digitsRight++;
            }
        }
        if (reading(probabilities) instanceof Reading.Readable readable) {
            if (readable.digits().equals(meter.digits())) {
                readingsRight++;
            } else {
                readingsWrong++;
            }
        }
    }

    private void readOther(Split.Digits split) {
        if (reading(classify(split)) instanceof Reading.Readable) {
            guessed++;
        }
    }

    private float[] classify(Split.Digits split) {
        byte[] crops = new byte[split.crops().sizeBytes()];
        split.crops().data().get(crops);
        return network.classify(crops, MeterModel.DIGITS);
    }

    private Reading reading(float[] probabilities) {
        return reader.read(
                Tensor.ofFloats(List.of((long) MeterModel.DIGITS, (long) MeterModel.CLASSES), probabilities));
    }
}
