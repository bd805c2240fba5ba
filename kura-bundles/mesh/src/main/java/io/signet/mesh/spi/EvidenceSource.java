package io.signet.mesh.spi;

import io.signet.statement.Bytes;
import io.signet.statement.tpm.CredentialChallenge;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a node shows of its key and its firmware. Called on the mesh's thread; never blocks. Any thread may complete the
 * stages, none of which ends exceptionally.
 */
@ConsumerType
public interface EvidenceSource {
    /**
     * The encoded {@link io.signet.statement.evidence.Evidence} that the node keeps, at most an hour or so old; empty while
     * there is none.
     */
    Optional<Bytes> kept();

    /**
     * Evidence that answers {@code nonce}. The mesh asks for it rarely: in a TPM it takes as long as some signatures.
     *
     * @param nonce 32 bytes
     * @return the encoded evidence
     */
    CompletionStage<Outcome> fresh(Bytes nonce);

    /**
     * Has the TPM open a challenge.
     *
     * @return the secret
     */
    CompletionStage<Outcome> activate(CredentialChallenge challenge);

    /** What came of it. */
    sealed interface Outcome {}

    /** It worked. */
    record Given(Bytes value) implements Outcome {}

    /**
     * It did not.
     *
     * @param reason for whoever asked
     */
    record Unable(String reason) implements Outcome {}
}
