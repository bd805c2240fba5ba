package io.signet.registrar.http;

import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.registrar.Caller;
import io.signet.registrar.CertsOnly;
import io.signet.registrar.Registrar;
import io.signet.registrar.Registrar.Challenged;
import io.signet.statement.Bytes;
import io.signet.statement.evidence.Evidence;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * EST's paths (RFC 7030 section 3.2.2), and one of our own for the challenge of a TPM.
 */
final class EstHandler extends Handler.Abstract {
    /** Where the challenge of a TPM is asked for. */
    static final String CHALLENGE_PATH = "/.well-known/signet/challenge";

    private static final String EST = "/.well-known/est/";
    private static final String REQUEST_TYPE = "application/pkcs10";
    private static final String EVIDENCE_TYPE = "application/vnd.signet.evidence+cbor";
    private static final String CHALLENGE_TYPE = "application/vnd.signet.challenge+cbor";
    /** In base64 with line ends, and some room. */
    private static final int REQUEST_BODY_BYTES_MAX = EnrolmentRequest.SIZE_BYTES_MAX * 3 / 2;

    private final Registrar registrar;
    private final Map<String, Page> pages;

    /** What is at a path. */
    private record Page(
            String method, Optional<String> type, int bodyBytesMax, BiFunction<byte[], Caller, Reply> answer) {
        static Page get(BiFunction<byte[], Caller, Reply> answer) {
            return new Page("GET", Optional.empty(), 0, answer);
        }

        static Page post(String type, int bodyBytesMax, BiFunction<byte[], Caller, Reply> answer) {
            return new Page("POST", Optional.of(type), bodyBytesMax, answer);
        }
    }

    /** Answers for {@code registrar}. */
    EstHandler(Registrar registrar) {
        this.registrar = registrar;
        this.pages = Map.of(
                EST + "cacerts",
                Page.get((body, caller) ->
                        Reply.base64("application/pkcs7-mime", CertsOnly.encode(registrar.authorities()))),
                EST + "csrattrs",
                Page.get((body, caller) -> Reply.base64("application/csrattrs", registrar.requestAttributes())),
                EST + "simpleenroll",
                Page.post(
                        REQUEST_TYPE,
                        REQUEST_BODY_BYTES_MAX,
                        (body, caller) -> Reply.of(registrar.enrol(request(body), caller))),
                EST + "simplereenroll",
                Page.post(
                        REQUEST_TYPE,
                        REQUEST_BODY_BYTES_MAX,
                        (body, caller) -> Reply.of(registrar.renew(request(body), caller))),
                EST + "serverkeygen",
                Page.post(REQUEST_TYPE, REQUEST_BODY_BYTES_MAX, (body, caller) -> Reply.of(registrar.makeKey())),
                CHALLENGE_PATH,
                Page.post(EVIDENCE_TYPE, Evidence.SIZE_BYTES_MAX, this::challenge));
    }

    /** The request in a body; what is no base64 is no request either. */
    private static Bytes request(byte[] body) {
        try {
            return Bytes.copyOf(Base64.getMimeDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            return Bytes.EMPTY;
        }
    }

    private Reply challenge(byte[] body, Caller caller) {
        Challenged challenged = registrar.challenge(Bytes.copyOf(body), caller);
        return challenged instanceof Challenged.With with
                ? Reply.binary(CHALLENGE_TYPE, with.challenge().encode())
                : Reply.of(((Challenged.Not) challenged).refused());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Page page = pages.get(Request.getPathInContext(request));
        if (page == null) {
            Http.send(
                    Reply.text(404, "There is nothing here. EST is at " + EST + "cacerts and beside it."),
                    response,
                    callback);
        } else if (!page.method().equals(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, page.method());
            Http.send(Reply.text(405, "Ask by " + page.method() + "."), response, callback);
        } else if (page.type()
                .filter(type -> !type.equals(Http.typeOf(request)))
                .isPresent()) {
            Http.send(Reply.text(415, "Send " + page.type().get() + "."), response, callback);
        } else {
            Http.answer(request, response, callback, page.bodyBytesMax(), body -> page.answer()
                    .apply(body, caller(request)));
        }
        return true;
    }

    private static Caller caller(Request request) {
        return new Caller(Http.addressOf(request), Http.channelOf(request), Http.certificateOf(request));
    }
}
