package io.signet.kura.internal;

import io.signet.mesh.Mesh;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.kura.security.tamper.detection.TamperStatus;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;

/**
 * Watches for answers that did not prove themselves: their receipt, identity, evidence or witnesses were not what the trust policy
 * wants. It remembers them over restarts of the mesh, until somebody says that they were seen. Thread-safe.
 */
final class TamperWatch implements Agent {
    private final Supplier<Optional<Mesh>> mesh;
    private final Consumer<TamperStatus> changed;
    private final Clock clock;
    private Optional<Mesh> watched = Optional.empty();
    private long seen;
    private long count;
    private Optional<Instant> last = Optional.empty();

    /**
     * A watch.
     *
     * @param mesh the node's, if it is a member now
     * @param changed is told of each new status; brief
     */
    TamperWatch(Supplier<Optional<Mesh>> mesh, Consumer<TamperStatus> changed, Clock clock) {
        this.mesh = mesh;
        this.changed = changed;
        this.clock = clock;
    }

    @Override
    public synchronized int doWork() {
        Optional<Mesh> now = mesh.get();
        if (now.isEmpty()) {
            return 0;
        }
        if (!watched.equals(now)) { // another mesh counts from zero
            watched = now;
            seen = 0;
        }
        long refused = now.get().stats().answersNotBelieved();
        long more = refused - seen;
        seen = refused;
        if (more <= 0) {
            return 0;
        }
        count += more;
        last = Optional.of(Instant.ofEpochMilli(clock.wallMillis()));
        changed.accept(status());
        return 1;
    }

    /** How it stands. */
    synchronized TamperStatus status() {
        Map<String, TypedValue<?>> properties = new HashMap<>();
        properties.put("answers.not.believed", TypedValues.newLongValue(count));
        last.ifPresent(when -> properties.put("last", TypedValues.newStringValue(when.toString())));
        return new TamperStatus(count > 0, properties);
    }

    /** What was counted so far was seen. */
    synchronized void reset() {
        boolean tampered = count > 0;
        count = 0;
        last = Optional.empty();
        if (tampered) {
            changed.accept(status());
        }
    }

    @Override
    public String name() {
        return "kura-tamper";
    }
}
