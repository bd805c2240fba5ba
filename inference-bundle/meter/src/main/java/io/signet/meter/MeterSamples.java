package io.signet.meter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The twelve sample pictures that come with this bundle: drawn, in all styles, two of them hard to read. */
public final class MeterSamples {
    private static final String DIRECTORY = "samples/";
    private static final String PREFIX = "meter-";

    private MeterSamples() {}

    /** All samples, in the order in which they are best shown. */
    public static List<MeterSample> all() {
        String index = new String(Resources.read(DIRECTORY + "index.txt").toArray(), StandardCharsets.US_ASCII);
        return index.lines()
                .filter(line -> !line.isBlank())
                .map(MeterSamples::load)
                .toList();
    }

    private static MeterSample load(String fileName) {
        String digits = fileName.substring(PREFIX.length(), PREFIX.length() + MeterModel.DIGITS);
        return new MeterSample(fileName, digits, Resources.read(DIRECTORY + fileName));
    }
}
