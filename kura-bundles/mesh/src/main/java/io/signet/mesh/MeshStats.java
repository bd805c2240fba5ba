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
 * @param headsCosigned heads of other nodes' logs that this node signed for
 * @param cosignaturesReceived cosignatures of this node's heads
 * @param evidenceAnswered questions for this node's evidence that it answered, also by a request to wait
 */
public record MeshStats(
        Map<DropReason, Long> dropped,
        long tasksSent,
        long tasksAnswered,
        long tasksRetried,
        long answersNotBelieved,
        long tasksServed,
        long tasksRefused,
        long headsCosigned,
        long cosignaturesReceived,
        long evidenceAnswered) {
    public MeshStats {
        dropped = Map.copyOf(dropped);
    }
}
