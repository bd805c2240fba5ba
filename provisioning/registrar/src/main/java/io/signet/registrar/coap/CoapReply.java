package io.signet.registrar.coap;

import io.signet.registrar.CertsOnly;
import io.signet.registrar.EnrolmentOutcome;
import io.signet.registrar.EnrolmentOutcome.Issued;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.registrar.EnrolmentOutcome.Waiting;
import io.signet.statement.Bytes;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.server.resources.CoapExchange;

/**
 * An answer in CoAP.
 *
 * @param code RFC 7252 section 12.1.2
 * @param format of the payload (RFC 9148 section 9.1), {@link MediaTypeRegistry#UNDEFINED} of a message for people
 * @param retrySeconds when to ask again, if later is the answer
 */
record CoapReply(ResponseCode code, int format, Bytes payload, OptionalLong retrySeconds) {
    private static final long LATER_SECONDS = 10;

    /** Something for programs. */
    static CoapReply of(ResponseCode code, int format, Bytes payload) {
        return new CoapReply(code, format, payload, OptionalLong.empty());
    }

    /** Something for people. */
    static CoapReply text(ResponseCode code, String message) {
        return of(code, MediaTypeRegistry.UNDEFINED, Bytes.utf8(message));
    }

    /** There is no place for the request now. */
    static CoapReply busy() {
        return later("The registrar has too much to do. Ask again later.", LATER_SECONDS);
    }

    private static CoapReply later(String message, long seconds) {
        return new CoapReply(
                ResponseCode.SERVICE_UNAVAILABLE,
                MediaTypeRegistry.UNDEFINED,
                Bytes.utf8(message),
                OptionalLong.of(seconds));
    }

    /** Certificates as {@code format} wants them: all of them, or the first alone. */
    static CoapReply certificates(ResponseCode code, int format, List<X509Certificate> certificates) {
        try {
            return of(
                    code,
                    format,
                    format == MediaTypeRegistry.APPLICATION_PKIX_CERT
                            ? Bytes.copyOf(certificates.get(0).getEncoded())
                            : CertsOnly.encode(certificates));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate can't be encoded", e);
        }
    }

    /**
     * What came of a request (RFC 9148 sections 4.5 and 4.7).
     *
     * @param format which certificates are wanted in
     */
    static CoapReply of(EnrolmentOutcome outcome, int format) {
        if (outcome instanceof Issued issued) {
            return certificates(ResponseCode.CHANGED, format, issued.chain());
        }
        if (outcome instanceof Waiting waiting) {
            return later(waiting.message(), waiting.retryAfter().toSeconds());
        }
        Refused refused = (Refused) outcome;
        String message = refused.reason() + ": " + refused.message();
        return refused.reason() == Reason.UNAVAILABLE
                ? later(message, LATER_SECONDS)
                : text(code(refused.reason()), message);
    }

    private static ResponseCode code(Reason reason) {
        return switch (reason) {
            case MALFORMED, STALE_NONCE, NO_ACTIVATION -> ResponseCode.BAD_REQUEST;
            case NO_CLAIM, NOT_A_MEMBER -> ResponseCode.UNAUTHORIZED;
            case WRONG_CODE, REVOKED, EVIDENCE, ASSURANCE_TOO_LOW, OTHER_KEY -> ResponseCode.FORBIDDEN;
            case CODE_USED -> ResponseCode.CONFLICT;
            case TOO_MANY_FAILURES -> ResponseCode.TOO_MANY_REQUESTS;
            case NO_SERVER_KEYS -> ResponseCode.NOT_IMPLEMENTED;
            case UNAVAILABLE -> ResponseCode.SERVICE_UNAVAILABLE;
        };
    }

    /** Answers {@code exchange}. */
    void send(CoapExchange exchange) {
        retrySeconds.ifPresent(exchange::setMaxAge);
        if (format == MediaTypeRegistry.UNDEFINED) {
            exchange.respond(code, payload.toArray());
        } else {
            exchange.respond(code, payload.toArray(), format);
        }
    }
}
