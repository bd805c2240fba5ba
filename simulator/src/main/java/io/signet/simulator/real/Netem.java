package io.signet.simulator.real;

import io.signet.simulator.scenario.NetworkPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The arguments of the kernel's network emulator, tc-netem(8), for packets that leave a link at one end.
 *
 * @param duplication share of packets that come twice, 0 to 1
 * @param reordering share of packets that overtake others, 0 to 1
 */
record Netem(double duplication, double reordering) {
    /** Packets that are on their way at once; the default of 1000 would lose some. */
    private static final int PACKETS_MAX = 100_000;

    private static final Duration OVERTAKABLE = Duration.ofMillis(1);

    /** As {@code network} says for the whole run. */
    static Netem of(NetworkPlan network) {
        return new Netem(network.duplication(), network.reordering());
    }

    /** For a way like {@code link}. */
    List<String> arguments(Link link) {
        List<String> arguments = new ArrayList<>(List.of("netem", "limit", Integer.toString(PACKETS_MAX)));
        Duration latency = link.latency();
        if (reordering > 0 && latency.compareTo(OVERTAKABLE) < 0) {
            latency = OVERTAKABLE; // what takes no time can't be overtaken
        }
        if (!latency.isZero()) {
            arguments.addAll(List.of("delay", micros(latency.toNanos())));
            double jitterNanos = latency.toNanos() * link.jitter();
            if (jitterNanos >= TimeUnit.MICROSECONDS.toNanos(1)) {
                arguments.addAll(List.of(micros(Math.round(jitterNanos)), "distribution", "normal"));
            }
        }
        add(arguments, "loss", link.loss());
        add(arguments, "duplicate", duplication);
        add(arguments, "reorder", reordering);
        return List.copyOf(arguments);
    }

    private static void add(List<String> arguments, String what, double share) {
        if (share > 0) {
            arguments.addAll(List.of(what, String.format(Locale.ROOT, "%.4f%%", 100 * share)));
        }
    }

    private static String micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) + "us";
    }
}
