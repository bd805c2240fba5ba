package io.signet.simulator.search;

import io.signet.simulator.scenario.Scenario;
import java.util.stream.Stream;

/** A way to make a failing scenario smaller. */
@FunctionalInterface
interface Reduction {
    /**
     * Scenarios that are smaller than the failing one in this way, the smallest first; none if nothing is left to reduce.
     * All are valid, and each has less of something and more of nothing, so that shrinking comes to an end.
     */
    Stream<Scenario> of(Failure failure);
}
