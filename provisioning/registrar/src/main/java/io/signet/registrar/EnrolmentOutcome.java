package io.signet.registrar;

import io.signet.statement.Bytes;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of a request. Messages are for whoever installs the node, and say what to do. */
public sealed interface EnrolmentOutcome {
    /**
     * The node has its certificate.
     *
     * @param chain leaf first, the owner's certificate excluded
     * @param proof in a first contact, that this registrar knows the label's code
     *     ({@link io.signet.provisioning.enrolment.ClaimKey#registrarProof})
     */
    record Issued(List<X509Certificate> chain, Optional<Bytes> proof) implements EnrolmentOutcome {
        public Issued {
            chain = List.copyOf(chain);
        }
    }

    /**
     * All is well so far, and somebody has to do something first.
     *
     * @param retryAfter when to ask again
     */
    record Waiting(Duration retryAfter, String message) implements EnrolmentOutcome {}

    /** No. */
    record Refused(Reason reason, String message) implements EnrolmentOutcome {}

    /** Why not. */
    enum Reason {
        /** It is no request that a registrar understands. */
        MALFORMED,
        /** The evidence answers no nonce of this registrar's, or one that is too old: ask for a nonce and begin again. */
        STALE_NONCE,
        /** The request names no label, and comes by no certificate. */
        NO_CLAIM,
        /** The label is not known here, or whoever asks does not know its code, or somebody sits in between. */
        WRONG_CODE,
        /** The label's code has done its work for another key. */
        CODE_USED,
        /** The owner revoked it. */
        REVOKED,
        /** The request lacks the answer to the challenge of the TPM. */
        NO_ACTIVATION,
        /** The evidence does not hold. */
        EVIDENCE,
        /** The evidence holds, but the owner demands more. */
        ASSURANCE_TOO_LOW,
        /** Whoever wants to renew has no certificate that this owner issued and has not revoked. */
        NOT_A_MEMBER,
        /** A certificate is renewed for the key that it has, and for no other. */
        OTHER_KEY,
        /** Keys are born in hardware: the registrar makes none. */
        NO_SERVER_KEYS,
        /** Too many wrong requests from there: later. */
        TOO_MANY_FAILURES,
        /** The registrar can't now: later. */
        UNAVAILABLE
    }
}
