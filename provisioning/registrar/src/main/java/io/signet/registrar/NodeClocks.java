package io.signet.registrar;

import io.signet.runtime.Clock;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the nodes' clocks say against this machine's; one that is off is logged once, until it is right or off by something else.
 * Nothing is decided by it: a node may be without a clock. Thread-safe.
 */
final class NodeClocks {
    private static final Logger LOG = LoggerFactory.getLogger(NodeClocks.class);
    /** Less is of no interest. */
    private static final Duration OFF_MAX = Duration.ofMinutes(5);

    private static final int NODES_MAX = 10_000;
    private static final int DIGITS_MAX = 16;

    private final Clock clock;
    /** How far those are ahead that were said to be off, the oldest first. */
    private final Map<NodeId, Duration> said = new LinkedHashMap<>();

    NodeClocks(Clock clock) {
        this.clock = clock;
    }

    /**
     * A node says what time it is.
     *
     * @param millis since 1970, as text; anything else is ignored
     * @return what was logged, if anything was
     */
    synchronized Optional<String> look(NodeId node, String millis) {
        if (millis.isEmpty() || millis.length() > DIGITS_MAX || !millis.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        Duration ahead = Duration.ofMillis(Long.parseLong(millis) - clock.wallMillis());
        Optional<Duration> before = Optional.ofNullable(said.remove(node));
        if (ahead.abs().compareTo(OFF_MAX) <= 0) {
            before.ifPresent(was -> LOG.info("the clock of node {} is right again", node));
            return before.map(was -> "right");
        }
        boolean isOld = before.filter(was -> was.minus(ahead).abs().compareTo(OFF_MAX) <= 0)
                .isPresent();
        said.put(node, isOld ? before.get() : ahead);
        if (said.size() > NODES_MAX) {
            said.remove(said.keySet().iterator().next());
        }
        if (isOld) {
            return Optional.empty();
        }
        long days = ahead.abs().toDays();
        String words = (days > 0 ? days + " days" : ahead.abs().toMinutes() + " minutes")
                + (ahead.isNegative() ? " behind" : " ahead of");
        LOG.warn(
                "the clock of node {} is {} this machine's. What to do: see that the node can reach a time server, and that"
                        + " this machine's own clock is right; peers refuse what is older or younger than they allow",
                node,
                words);
        return Optional.of(words);
    }
}
