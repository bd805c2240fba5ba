package io.signet.meter.internal;

import java.util.Arrays;

/**
 * The light that falls on a surface, told apart from what is on the surface: a polynomial of second degree, fitted to
 * the pixels that are not far off it.
 */
final class Background {
    private static final int TERMS = 6;
    private static final int ROUNDS = 5;
    /** Deviations beyond this multiple of the median deviation are ink, not light. */
    private static final double REACH = 1.8;

    private Background() {}

    /** Subtracts the background of a {@code width} x {@code height} picture from it. */
    static void subtract(double[] picture, int width, int height) {
        double[] weights = new double[TERMS];
        double[] deviations = new double[picture.length];
        double reach = Double.MAX_VALUE;
        weights[0] = median(picture.clone());
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < picture.length; i++) {
                deviations[i] = Math.abs(picture[i] - value(weights, i, width, height));
            }
            reach = Math.max(0.5, REACH * median(deviations.clone()));
            double[][] equations = new double[TERMS][TERMS + 1];
            for (int i = 0; i < picture.length; i++) {
                if (deviations[i] <= reach) {
                    accumulate(equations, terms(i, width, height), picture[i]);
                }
            }
            double[] solved = solve(equations);
            if (solved.length == 0) {
                break;
            }
            weights = solved;
        }
        for (int i = 0; i < picture.length; i++) {
            picture[i] -= value(weights, i, width, height);
        }
    }

    private static double[] terms(int index, int width, int height) {
        double x = 2.0 * (index % width) / width - 1;
        double y = 2.0 * Math.floorDiv(index, width) / height - 1;
        return new double[] {1, x, y, x * x, y * y, x * y};
    }

    private static double value(double[] weights, int index, int width, int height) {
        double x = 2.0 * (index % width) / width - 1;
        double y = 2.0 * Math.floorDiv(index, width) / height - 1;
        return weights[0] + x * (weights[1] + weights[3] * x + weights[5] * y) + y * (weights[2] + weights[4] * y);
    }

    private static void accumulate(double[][] equations, double[] terms, double value) {
        for (int row = 0; row < TERMS; row++) {
            for (int column = 0; column < TERMS; column++) {
                equations[row][column] += terms[row] * terms[column];
            }
            equations[row][TERMS] += terms[row] * value;
        }
    }

    /** Gauss-Jordan with pivoting; empty if the equations do not determine a solution. */
    private static double[] solve(double[][] m) {
        for (int column = 0; column < TERMS; column++) {
            int pivot = column;
            for (int row = column + 1; row < TERMS; row++) {
                if (Math.abs(m[row][column]) > Math.abs(m[pivot][column])) {
                    pivot = row;
                }
            }
            if (Math.abs(m[pivot][column]) < 1e-6) {
                return new double[0];
            }
            double[] swapped = m[column];
            m[column] = m[pivot];
            m[pivot] = swapped;
            for (int row = 0; row < TERMS; row++) {
                double factor = row == column ? 0 : m[row][column] / m[column][column];
                for (int k = column; k <= TERMS; k++) {
                    m[row][k] -= factor * m[column][k];
                }
            }
        }
        double[] solution = new double[TERMS];
        for (int row = 0; row < TERMS; row++) {
            solution[row] = m[row][TERMS] / m[row][row];
        }
        return solution;
    }

    /** The median of {@code values}, which are reordered. */
    static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
