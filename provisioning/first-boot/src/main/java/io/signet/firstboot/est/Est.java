package io.signet.firstboot.est;

import io.signet.attestation.HardwareKey;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.Http.Answer;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.RequestAttributes;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.tpm.CredentialChallenge;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** EST's operations (RFC 7030 section 3.2.2), and the challenge of a TPM, over one {@link Http}. */
final class Est {
    static final String ENROL = "simpleenroll";
    static final String RENEW = "simplereenroll";

    private static final String PATH = "/.well-known/est/";
    private static final String CHALLENGE_PATH = "/.well-known/signet/challenge";
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Http http;

    /** What came of an operation. */
    sealed interface Outcome {
        /** A certificate, which nobody has looked at yet. */
        record Given(EnrolmentRequest request, Answer answer) implements Outcome {}

        /** None. */
        record None(EnrolmentAnswer why) implements Outcome {}
    }

    Est(Http http) {
        this.http = http;
    }

    /**
     * Asks for a certificate: nonce, evidence, challenge, request.
     *
     * @param operation {@link #ENROL} or {@link #RENEW}
     * @param claim the claim for the registrar's nonce, in a first contact
     * @throws ProvisioningException if what answers is no registrar
     * @throws SigningException if the key can't be used
     */
    Outcome ask(String operation, HardwareKey key, Function<Bytes, Optional<Claim>> claim)
            throws IOException, InterruptedException, ProvisioningException, SigningException {
        Answer attributes = http.get(PATH + "csrattrs", BODY_BYTES_MAX);
        if (attributes.status() != OK) {
            return new Outcome.None(failed(attributes));
        }
        Bytes nonce =
                RequestAttributes.decode(CertificateBag.der(attributes.body())).nonce();
        Optional<Claim> said = claim.apply(nonce);
        Evidence evidence = key.evidence(nonce);
        Optional<Bytes> activation = Optional.empty();
        if (evidence.claims().tpm().isPresent()) {
            Answer challenge = http.post(
                    CHALLENGE_PATH,
                    "application/vnd.signet.evidence+cbor",
                    evidence.encode().toArray(),
                    BODY_BYTES_MAX);
            if (challenge.status() != OK) {
                return new Outcome.None(failed(challenge));
            }
            activation = key.activate(challenge(challenge.body()));
        }
        EnrolmentRequest request = EnrolmentRequest.of(key, evidence, activation, said);
        Answer answer = http.post(
                PATH + operation,
                "application/pkcs10",
                Base64.getMimeEncoder().encode(request.request().encoded().toArray()),
                BODY_BYTES_MAX);
        if (answer.status() == ACCEPTED) {
            return new Outcome.None(
                    new EnrolmentAnswer.Waiting(answer.retryAfter().orElse(Duration.ofSeconds(30)), answer.text()));
        }
        return answer.status() == OK ? new Outcome.Given(request, answer) : new Outcome.None(failed(answer));
    }

    private static CredentialChallenge challenge(Bytes encoded) throws ProvisioningException {
        try {
            return CredentialChallenge.decode(encoded);
        } catch (MalformedException e) {
            throw new ProvisioningException("the registrar's challenge is damaged: " + e.getMessage());
        }
    }

    static Failed failed(Answer answer) {
        Trouble trouble = answer.header("Signet-Reason")
                .flatMap(Trouble::named)
                .orElse(answer.status() >= 500 ? Trouble.UNAVAILABLE : Trouble.NO_REGISTRAR);
        return new Failed(
                trouble,
                answer.text().isEmpty() ? "HTTP status " + answer.status() : answer.text(),
                answer.retryAfter().orElse(trouble.retryAfter()));
    }

    /** Whom the registrar names as owners; to be believed as far as the connection is. */
    List<X509Certificate> authorities() throws IOException, InterruptedException, ProvisioningException {
        Answer answer = http.get(PATH + "cacerts", BODY_BYTES_MAX);
        if (answer.status() != OK) {
            throw new ProvisioningException("the registrar shows no owner: HTTP status " + answer.status());
        }
        return CertificateBag.decode(answer.body());
    }
}
