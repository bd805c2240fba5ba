package io.signet.cli.bench;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.RequestAttributes;
import io.signet.registrar.Caller;
import io.signet.registrar.Registrar;
import io.signet.registrar.Registrar.Challenged;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import java.util.Optional;

/**
 * A node that comes by its label, with what it sends made before: what its TPM takes for it is not the registrar's time.
 *
 * @param label by which it comes
 * @param evidence for a nonce of the registrar's
 * @param request with that evidence, and the opened challenge, bound to a connection
 */
record EnrollingNode(Label label, Bytes evidence, Bytes request) {
    /**
     * Makes what a node sends to any registrar with the secrets of {@code registrar}.
     *
     * @param channel what binds the connection
     */
    static EnrollingNode of(Registrar registrar, HardwareKey key, Label label, Bytes channel)
            throws SigningException, MalformedException, ProvisioningException, BenchmarkException {
        Bytes nonce = RequestAttributes.decode(registrar.requestAttributes()).nonce();
        Evidence evidence = key.evidence(nonce);
        Challenged challenged =
                registrar.challenge(evidence.encode(), new Caller("127.0.0.1", channel, Optional.empty()));
        if (!(challenged instanceof Challenged.With with)) {
            throw new BenchmarkException(
                    "the registrar does not challenge the TPM: " + ((Challenged.Not) challenged).refused());
        }
        EnrolmentRequest request = EnrolmentRequest.of(
                key, evidence, key.activate(with.challenge()), Optional.of(Claim.of(label, key, nonce, channel)));
        return new EnrollingNode(label, evidence.encode(), request.request().encoded());
    }
}
