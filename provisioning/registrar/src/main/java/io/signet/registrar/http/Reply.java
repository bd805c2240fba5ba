package io.signet.registrar.http;

import io.signet.registrar.CertsOnly;
import io.signet.registrar.EnrolmentOutcome;
import io.signet.registrar.EnrolmentOutcome.Issued;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.registrar.EnrolmentOutcome.Waiting;
import io.signet.statement.Bytes;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer in HTTP.
 *
 * @param status RFC 9110 section 15
 * @param headers besides those that every answer has
 * @param body what it says
 */
record Reply(int status, Map<String, String> headers, Bytes body) {
    /** In a first contact: the registrar's proof that it knows the label's code, in hexadecimal digits. */
    static final String PROOF_HEADER = "Signet-Registrar-Proof";

    /** Why something was refused, for programs: a {@link Reason}. */
    static final String REASON_HEADER = "Signet-Reason";

    private static final String CERTIFICATES = "application/pkcs7-mime; smime-type=certs-only";
    private static final String TYPE_HEADER = "Content-Type";
    private static final String RETRY_HEADER = "Retry-After";
    private static final String LATER = "10";

    /** Something in DER, in base64 as RFC 7030 wants it (RFC 8951 section 3). */
    static Reply base64(String type, Bytes der) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(TYPE_HEADER, type);
        headers.put("Content-Transfer-Encoding", "base64");
        return new Reply(200, headers, Bytes.utf8(Base64.getMimeEncoder().encodeToString(der.toArray()) + "\r\n"));
    }

    /** Something in bytes. */
    static Reply binary(String type, Bytes body) {
        return new Reply(200, Map.of(TYPE_HEADER, type), body);
    }

    /** Something for people. */
    static Reply text(int status, String message) {
        return new Reply(status, Map.of(TYPE_HEADER, "text/plain; charset=utf-8"), Bytes.utf8(message + "\n"));
    }

    /** The same with one more header. */
    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }

    /** What came of a request (RFC 7030 sections 4.2.3 and 4.2.1). */
    static Reply of(EnrolmentOutcome outcome) {
        if (outcome instanceof Issued issued) {
            Reply certificates = base64(CERTIFICATES, CertsOnly.encode(issued.chain()));
            return issued.proof()
                    .map(proof -> certificates.with(PROOF_HEADER, proof.toHex()))
                    .orElse(certificates);
        }
        if (outcome instanceof Waiting waiting) {
            return text(202, waiting.message())
                    .with(RETRY_HEADER, Long.toString(waiting.retryAfter().toSeconds()));
        }
        Refused refused = (Refused) outcome;
        Reply refusal = text(status(refused.reason()), refused.message())
                .with(REASON_HEADER, refused.reason().name());
        boolean later = refused.reason() == Reason.TOO_MANY_FAILURES || refused.reason() == Reason.UNAVAILABLE;
        return later ? refusal.with(RETRY_HEADER, LATER) : refusal;
    }

    private static int status(Reason reason) {
        return switch (reason) {
            case MALFORMED, STALE_NONCE, NO_ACTIVATION -> 400;
            case NO_CLAIM, NOT_A_MEMBER -> 401;
            case WRONG_CODE, REVOKED, EVIDENCE, ASSURANCE_TOO_LOW, OTHER_KEY -> 403;
            case CODE_USED -> 409;
            case TOO_MANY_FAILURES -> 429;
            case NO_SERVER_KEYS -> 501;
            case UNAVAILABLE -> 503;
        };
    }
}
