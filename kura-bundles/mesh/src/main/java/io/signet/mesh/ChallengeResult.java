package io.signet.mesh;

import io.signet.statement.IdentityChain;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceVerdict;
import java.util.Optional;

/** What came of {@link Mesh#challenge}. */
public sealed interface ChallengeResult {
    /**
     * The node answered.
     *
     * @param identity its certificates, which the trust policy accepts
     * @param evidence what it showed
     * @param verdict what that proves under the trust policy; refused, too, if the TPM did not open the challenge
     * @param objection why the node says that its TPM did not, if so
     */
    record Answered(IdentityChain identity, Evidence evidence, EvidenceVerdict verdict, Optional<String> objection)
            implements ChallengeResult {}

    /**
     * The node did not answer.
     *
     * @param reason and what to do
     */
    record Failed(String reason) implements ChallengeResult {}
}
