package io.signet.simulator.run;

import java.util.Arrays;

/** A list of numbers without boxes. Keeps a million; beyond, each further one replaces one at an even stride. */
final class DoubleList {
    private static final int SIZE_MAX = 1_000_000;

    private double[] values = new double[16];
    private int size;
    private long added;

    void add(double value) {
        if (size < SIZE_MAX) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        } else {
            values[(int) (added * 7919 % SIZE_MAX)] = value;
        }
        added++;
    }

    int size() {
        return size;
    }

    double[] sorted() {
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted;
    }
}
