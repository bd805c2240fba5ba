package io.signet.kura.internal;

import io.signet.inference.InferenceService;
import io.signet.inference.LoadSnapshot;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshStats;
import io.signet.mesh.Peer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The node's load and health as named numbers. Counters are since the node's start. */
final class NodeMetrics {
    private NodeMetrics() {}

    /** What there is to say of the parts of the node that there are. */
    static SortedMap<String, Object> of(Optional<Mesh> mesh, Optional<InferenceService> inference) {
        SortedMap<String, Object> all = new TreeMap<>();
        all.put("mesh.member", mesh.isPresent());
        mesh.ifPresent(there -> {
            MeshStats stats = there.stats();
            all.put("mesh.connected", there.connected());
            all.put(
                    "mesh.nodes.online",
                    there.peers().stream().filter(Peer::online).count());
            all.put("mesh.tasks.served", stats.tasksServed());
            all.put("mesh.tasks.refused", stats.tasksRefused());
            all.put("mesh.tasks.sent", stats.tasksSent());
            all.put("mesh.answers.not.believed", stats.answersNotBelieved());
            all.put("mesh.heads.cosigned", stats.headsCosigned());
            all.put("mesh.cosignatures.received", stats.cosignaturesReceived());
        });
        inference.ifPresent(there -> {
            LoadSnapshot load = there.load();
            all.put("inference.models", there.models().size());
            all.put("inference.requests.waiting", load.queuedRequests());
            all.put("inference.requests.completed", load.completedRequests());
            all.put("inference.requests.refused", load.refusedRequests());
            all.put("inference.rows.running", load.runningRows());
        });
        return all;
    }
}
