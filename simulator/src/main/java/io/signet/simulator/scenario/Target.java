package io.signet.simulator.scenario;

/**
 * What a run must have reached at its end.
 *
 * @param metric what is measured
 * @param comparison how it is compared
 * @param bound with what, in the metric's unit
 */
public record Target(Metric metric, Comparison comparison, double bound) {
    /** How a measured value is compared with its bound. */
    public enum Comparison {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** As it is written. */
        public String sign() {
            return sign;
        }
    }

    /** True if {@code value} is within the bound; never for NaN. */
    public boolean holds(double value) {
        return comparison == Comparison.AT_LEAST ? value >= bound : value <= bound;
    }

    /** As it is written: {@code latency-p99 <= 2.5}. */
    @Override
    public String toString() {
        String number = bound == Math.rint(bound) && Math.abs(bound) < 1e9 ? Long.toString((long) bound) : "" + bound;
        return metric.label() + " " + comparison.sign() + " " + number;
    }
}
