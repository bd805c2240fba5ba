package io.signet.launcher;

import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.runtime.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the node's components how they are. Whoever started the process is told each change, and every few seconds that
 * somebody is there to ask; each change is kept in the node's home.
 */
final class StatusReport implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReport.class);
    private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Path file;
    private final Supplier<List<String>> components;
    private final Consumer<String> lines;
    private final Clock clock;
    private Optional<NodeStatus> told = Optional.empty();
    private long againNanos;

    /**
     * Reports what {@code components} say.
     *
     * @param file where the last status is kept
     * @param components what the components say, {@link NodeStatus#text}; the one that knows the owner's will first
     * @param lines is given each line
     */
    StatusReport(Path file, Supplier<List<String>> components, Consumer<String> lines, Clock clock) {
        this.file = file;
        this.components = components;
        this.lines = lines;
        this.clock = clock;
        this.againNanos = clock.monotonicNanos();
    }

    /** What the parts together say: whoever knows that the node is not to answer has the last word. */
    static NodeStatus together(List<String> said) {
        List<NodeStatus> parts = new ArrayList<>();
        said.forEach(text -> NodeStatus.parse(text).ifPresent(parts::add));
        NodeStatus result = NodeStatus.of(NodeStatus.Step.STARTING);
        for (NodeStatus part : parts) {
            boolean further = part.step().compareTo(result.step()) > 0;
            NodeStatus leading = further ? part : result;
            NodeStatus other = further ? result : part;
            boolean isLastWord = leading.step().compareTo(NodeStatus.Step.STUCK) >= 0;
            // One trouble at a time: people mend the nearest first.
            result = leading.trouble().isEmpty() && !isLastWord
                    ? new NodeStatus(leading.step(), other.trouble(), other.help())
                    : leading;
        }
        return result;
    }

    @Override
    public int doWork() {
        NodeStatus now = together(components.get());
        boolean isNew = !told.equals(Optional.of(now));
        if (!isNew && clock.monotonicNanos() - againNanos < 0) {
            return 0;
        }
        againNanos = clock.monotonicNanos() + AGAIN_NANOS;
        if (isNew) {
            told = Optional.of(now);
            keep(now); // before anybody hears of it, who may look there
        }
        lines.accept(now.line());
        return 0; // once a second is enough
    }

    private void keep(NodeStatus now) {
        try {
            OwnerOnlyFile.replace(file, (now.text() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("the node's status is not kept in {}: {}", file, e.getMessage());
        }
    }

    @Override
    public String name() {
        return "status";
    }
}
