package io.signet.reference;

/**
 * What a network of this package is made of, in one of the formats. Convolutions and poolings keep the size, or halve it and
 * round up.
 *
 * @param <T> a value between two layers, {@code [row, height, width, channel]} to whoever describes the network
 */
interface Layers<T> {
    /** A square convolution without offset, normalised by the statistics that a training would have left. */
    T convolution(T values, String name, int kernel, int stride, int channelsIn, int channelsOut);

    /** Negative values become 0. */
    T relu(T values);

    /** The sum of both, value by value. */
    T add(T one, T other);

    /** The largest value in each square of 3 x 3; halves the size. */
    T pool(T values);

    /** The mean over height and width: {@code [row, channel]}. */
    T mean(T values);

    /** A matrix and an offset on {@code [row, channel]}. */
    T dense(T values, String name, int channelsIn, int channelsOut);
}
