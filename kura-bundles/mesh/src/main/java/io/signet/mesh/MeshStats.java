package io.signet.mesh;

import java.util.Map;

/**
 * Counters since the start.
 *
 * @param dropped received messages that were dropped, by reason
 * @param tasksSent task requests sent
 * @param tasksAnswered answers accepted
 * @param tasksRetried tasks that went to another node
 * @param answersNotBelieved answers that failed verification
 * @param tasksServed tasks computed for others
 * @param tasksRefused tasks refused to others
 */
public record MeshStats(
        Map<DropReason, Long> dropped,
        long tasksSent,
        long tasksAnswered,
        long tasksRetried,
        long answersNotBelieved,
        long tasksServed,
        long tasksRefused) {
    public MeshStats {
        dropped = Map.copyOf(dropped);
    }
}
