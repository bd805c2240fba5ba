package io.signet.reference;

/** What a batch normalisation keeps of its training, one number a channel. */
final class Normalisation {
    static final float EPSILON = 1e-5f;

    private final String name;
    private final int channels;

    private Normalisation(String name, int channels) {
        this.name = name;
        this.channels = channels;
    }

    static Normalisation of(String name, int channels) {
        return new Normalisation(name, channels);
    }

    float[] scale() {
        return RandomWeights.uniform(name + "_scale", channels, 0.5, 1);
    }

    float[] shift() {
        return RandomWeights.uniform(name + "_shift", channels, -0.1, 0.1);
    }

    float[] mean() {
        return RandomWeights.uniform(name + "_mean", channels, -0.1, 0.1);
    }

    float[] variance() {
        return RandomWeights.uniform(name + "_variance", channels, 0.5, 1.5);
    }
}
