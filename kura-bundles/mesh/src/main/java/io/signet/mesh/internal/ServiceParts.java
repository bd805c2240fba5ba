package io.signet.mesh.internal;

import io.signet.mesh.spi.TaskService;
import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What those share who have a node's service compute, for members of the mesh and for programs on the node.
 *
 * @param tasksMax places of each of them
 * @param witnesses who cosign the heads of answers, if anybody does
 * @param witnessWait how long an answer waits for them
 * @param wake has the mesh's agent look for what completed
 */
record ServiceParts(
        TaskService service, int tasksMax, Optional<Witnesses> witnesses, Duration witnessWait, Runnable wake) {
    /** Answers that wait for cosignatures. */
    <T> HeldAnswers<T> held(Clock clock, HeldAnswers.Release<T> release) {
        return new HeldAnswers<>(clock, witnesses, witnessWait, release);
    }
}
