package io.signet.cli;

import io.signet.mesh.ChallengeResult;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.NodeId;
import io.signet.statement.TrustPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A live node that was asked for fresh evidence, and whose TPM was challenged.
 *
 * @param answered what it answered
 * @param policy by which that was judged
 */
record ChallengedNode(ChallengeResult.Answered answered, TrustPolicy policy) {
    /**
     * Asks the node that {@code prefix} names.
     *
     * @param profile the requester's, as whom the mesh is joined
     * @param trust the trust policy, if not that of the profile
     * @throws CliException if it does not answer
     */
    static ChallengedNode ask(
            NodePrefix prefix,
            Path profile,
            Optional<Path> trust,
            Duration timeout,
            Environment environment,
            ProgressOptions progress)
            throws CliException, ProvisioningException, InterruptedException {
        try (ProgressLine line = progress.line();
                MeshSession session = MeshSession.join(profile, trust, environment.clock(), line::note)) {
            line.show("waiting for the mesh");
            NodeId id = session.awaitNode(prefix, timeout).node();
            line.show("waiting for node " + MeshSession.shortId(id.toHex()));
            ChallengeResult result =
                    session.mesh().challenge(id, timeout).toCompletableFuture().join();
            line.done();
            if (result instanceof ChallengeResult.Answered answered) {
                return new ChallengedNode(answered, session.policy());
            }
            throw new CliException(ExitCode.UNAVAILABLE, ((ChallengeResult.Failed) result).reason());
        }
    }
}
