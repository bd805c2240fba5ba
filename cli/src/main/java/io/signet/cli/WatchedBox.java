package io.signet.cli;

import io.signet.firstboot.Step;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A box that was switched on, and how far it says that it is. Not thread-safe. */
final class WatchedBox {
    private static final String AND_HELP = "; if it stays so:";

    private final String name;
    private final Path home;
    private final LogFollower log;
    private final Map<Step, Double> since = new EnumMap<>(Step.class);

    /**
     * The box in {@code home}.
     *
     * @param log what it says
     */
    WatchedBox(String name, Path home, LogFollower log) {
        this.name = name;
        this.home = home;
        this.log = log;
    }

    /** What it is called. */
    String name() {
        return name;
    }

    /** Tells {@code story} the steps that it has begun since the last call, and what troubles it. */
    void look(Story story) throws IOException {
        for (String line : log.more()) {
            Optional<Step> step = Arrays.stream(Step.values())
                    .filter(known -> line.startsWith(known.doing()))
                    .findFirst();
            if (step.isPresent()) {
                since.putIfAbsent(step.get(), story.seconds());
                int help = line.indexOf(AND_HELP);
                story.tell(name + ": " + (help < 0 ? line : line.substring(0, help)));
            }
        }
    }

    /** Whether it has ever been at {@code step}. */
    boolean hasBegun(Step step) {
        return since.containsKey(step);
    }

    /** When it first began each step, in seconds of the story, in the order of {@link Step}. */
    Map<Step, Double> steps() {
        return since;
    }

    /** Which node it became; empty as long as it is none. */
    Optional<NodeId> node() throws ProvisioningException {
        Path chain = home.resolve(Credentials.CHAIN_FILE);
        return Files.exists(chain)
                ? Optional.of(NodeId.of(Certificates.read(chain).get(0).getPublicKey()))
                : Optional.empty();
    }
}
