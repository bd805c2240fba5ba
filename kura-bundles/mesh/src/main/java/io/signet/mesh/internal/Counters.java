package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshStats;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts since the start. Written by the mesh's agent, read by anyone. */
final class Counters {
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);
    final LongAdder tasksSent = new LongAdder();
    final LongAdder tasksAnswered = new LongAdder();
    final LongAdder tasksRetried = new LongAdder();
    final LongAdder answersNotBelieved = new LongAdder();
    final LongAdder tasksServed = new LongAdder();
    final LongAdder tasksRefused = new LongAdder();
    final LongAdder headsCosigned = new LongAdder();
    final LongAdder cosignaturesReceived = new LongAdder();
    final LongAdder evidenceAnswered = new LongAdder();

    Counters() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    void dropped(DropReason reason) {
        dropped.get(reason).increment();
    }

    MeshStats snapshot() {
        Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
        dropped.forEach((reason, count) -> counts.put(reason, count.sum()));
        return new MeshStats(
                counts,
                tasksSent.sum(),
                tasksAnswered.sum(),
                tasksRetried.sum(),
                answersNotBelieved.sum(),
                tasksServed.sum(),
                tasksRefused.sum(),
                headsCosigned.sum(),
                cosignaturesReceived.sum(),
                evidenceAnswered.sum());
    }
}
