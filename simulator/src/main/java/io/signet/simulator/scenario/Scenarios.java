package io.signet.simulator.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The scenarios that come with Signet. */
public final class Scenarios {
    private static final String DIRECTORY = "/io/signet/simulator/scenarios/";

    private static final List<String> NAMES = List.of(
            "steady",
            "flash-crowd",
            "half-fleet-lost-and-back",
            "lost-for-good",
            "region-cut-off-for-an-hour",
            "broker-restart",
            "broker-swap",
            "liars-30-percent",
            "attested-lies",
            "ten-times-more-fakes",
            "heat-wave",
            "hot-rooms",
            "clock-chaos",
            "slow-disks",
            "full-disks",
            "torn-writes",
            "disk-rolled-back",
            "slow-keys",
            "missing-key",
            "slowest-20x",
            "day-curve-three-time-zones",
            "repeaters",
            "replay-storm",
            "flood",
            "lazy-nodes",
            "false-capacity",
            "lossy-network",
            "duplicating-broker",
            "reordering",
            "slow-network",
            "paused-nodes",
            "cut-off-nodes",
            "memory-pressure",
            "crowd-out-of-memory",
            "crashing-engines",
            "rolling-restart",
            "overload",
            "few-places",
            "saturated",
            "shift-change",
            "forty-nodes",
            "hundred-thousand-nodes",
            "fidelity",
            "equivocating-logs",
            "stolen-session-keys",
            "witness-signs-everything",
            "witness-minority-unreachable",
            "witness-majority-unreachable",
            "tpm-five-signatures-and-gone",
            "ten-thousand-witnesses",
            "listed-firmware",
            "evidence-flood",
            "revoked-and-talking-on",
            "pallet",
            "renewal-storm",
            "renewals-under-load");

    private Scenarios() {}

    /** Their names, in the order in which they are listed and run. */
    public static List<String> names() {
        return NAMES;
    }

    /** All of them, in the order of {@link #names()}. */
    public static List<Scenario> all() {
        return NAMES.stream().map(Scenarios::load).toList();
    }

    /** The one called {@code name}; empty if there is none. */
    public static Optional<Scenario> find(String name) {
        return NAMES.contains(name) ? Optional.of(load(name)) : Optional.empty();
    }

    private static Scenario load(String name) {
        try {
            return ScenarioReader.read(name + ".yaml", text(name));
        } catch (ScenarioException e) {
            throw new IllegalStateException("a scenario that comes with Signet is broken: " + e.getMessage(), e);
        }
    }

    /** The YAML of the one called {@code name}. */
    static String text(String name) {
        try (InputStream in = Scenarios.class.getResourceAsStream(DIRECTORY + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the scenario " + name + " is missing in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the scenario " + name, e);
        }
    }
}
