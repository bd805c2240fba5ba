package io.signet.console.internal;

import io.signet.attestation.NodeLog;
import io.signet.inference.InferenceService;
import io.signet.inference.PackageStore;
import io.signet.mesh.JobBoard;
import io.signet.mesh.Mesh;
import io.signet.node.EventFeed;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What there is of the node at this moment: parts come and go.
 *
 * @param statuses what components say of how far the node is: step, trouble and what to do, with tabulators between
 */
record NodeParts(
        Supplier<Optional<Mesh>> mesh,
        Supplier<Optional<JobBoard>> jobs,
        Supplier<Optional<EventFeed>> events,
        Supplier<Optional<InferenceService>> inference,
        Supplier<Optional<PackageStore>> packages,
        Supplier<Optional<NodeLog>> log,
        Supplier<List<String>> statuses) {}
