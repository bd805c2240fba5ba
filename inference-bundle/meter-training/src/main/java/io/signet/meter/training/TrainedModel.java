package io.signet.meter.training;

import io.signet.statement.Digest;
import java.nio.file.Path;

/**
 * A model that was trained, and how well it does on pictures that it was not trained on.
 *
 * @param file the signed package
 * @param digest the package's digest
 * @param quality how well it reads
 */
public record TrainedModel(Path file, Digest digest, Quality quality) {

    /**
     * Figures measured on freshly drawn pictures, half of them of middling and half of hard distortion.
     *
     * @param meters pictures of meters
     * @param digitsRight share of all digits of these that were told right, 0 to 1
     * @param readingsRight share of these pictures that were read right as a whole, 0 to 1
     * @param readingsWrong share of these pictures for which a wrong reading was given, 0 to 1
     * @param others pictures without a reading
     * @param guessed share of these for which a reading was given all the same, 0 to 1
     */
    public record Quality(
            int meters, double digitsRight, double readingsRight, double readingsWrong, int others, double guessed) {}
}
