package io.signet.registrar.http;

import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.registrar.BookException;
import io.signet.registrar.ModelShelf;
import io.signet.registrar.Profiles;
import io.signet.registrar.Profiles.Told;
import io.signet.registrar.Revocations;
import io.signet.registrar.RolloutDesk;
import io.signet.release.ReleaseReport;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an enrolled node asks for, by the certificate that it shows in TLS: its profile, with an ETag (RFC 9110 section 8.8.3), and
 * model packages by their digests, from any byte on (section 14). And the list of what is revoked, for everybody.
 */
final class NodeHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHandler.class);
    private static final String PROFILE_PATH = "/.well-known/signet/profile";
    private static final String MODELS_PATH = "/.well-known/signet/models/";
    private static final String RELEASES_PATH = "/.well-known/signet/releases/";
    private static final String REPORT_PATH = "/.well-known/signet/report";
    private static final String LIST_PATH = "/.well-known/signet/crl";
    /** What time it is by the node's clock, in milliseconds since 1970. */
    private static final String CLOCK_HEADER = "Signet-Clock";

    private static final Pattern FROM = Pattern.compile("bytes=(\\d{1,18})-");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Profiles profiles;
    private final RolloutDesk rollouts;
    private final Revocations revocations;

    NodeHandler(Profiles profiles, RolloutDesk rollouts, Revocations revocations) {
        this.profiles = profiles;
        this.rollouts = rollouts;
        this.revocations = revocations;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        boolean isPackage = path.startsWith(MODELS_PATH) || path.startsWith(RELEASES_PATH);
        boolean isList = path.equals(LIST_PATH);
        boolean isReport = path.equals(REPORT_PATH);
        if (!isPackage && !isList && !isReport && !path.equals(PROFILE_PATH)) {
            return false;
        }
        Optional<X509Certificate> certificate = Http.certificateOf(request);
        String method = isReport ? "POST" : "GET";
        if (!method.equals(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, method);
            Http.send(Reply.text(405, "Ask by " + method + "."), response, callback);
        } else if (isList) {
            Http.answer(request, response, callback, 0, body -> list());
        } else if (certificate.isEmpty()) {
            Http.send(Reply.text(401, "Connect with the node's certificate."), response, callback);
        } else if (isReport) {
            Http.answer(
                    request, response, callback, ReleaseReport.SIZE_BYTES_MAX, body -> report(certificate.get(), body));
        } else if (isPackage) {
            sendPackage(path, certificate.get(), request, response, callback);
        } else {
            sendProfile(certificate.get(), request, response, callback);
        }
        return true;
    }

    private void sendPackage(
            String path, X509Certificate certificate, Request request, Response response, Callback callback) {
        String digest = path.substring(path.lastIndexOf('/') + 1);
        if (!DIGEST.matcher(digest).matches()) {
            Http.send(Reply.text(404, "A package is named by the 64 digits of its SHA-256."), response, callback);
            return;
        }
        Told told = path.startsWith(MODELS_PATH)
                ? profiles.model(certificate, Digest.fromHex(digest))
                : profiles.release(certificate, Digest.fromHex(digest));
        tell(told, request, response, callback);
    }

    private Reply report(X509Certificate certificate, byte[] body) {
        try {
            return rollouts.report(certificate, ReleaseReport.decode(Bytes.copyOf(body)))
                    .map(Reply::of)
                    .orElseGet(() -> new Reply(204, Map.of(), Bytes.EMPTY));
        } catch (MalformedException e) {
            return Reply.text(400, "This is no report: " + e.getMessage());
        }
    }

    private void sendProfile(X509Certificate node, Request request, Response response, Callback callback) {
        Told told = profiles.profile(node);
        String time = request.getHeaders().get(CLOCK_HEADER);
        if (told instanceof Told.That && time != null) {
            profiles.lookAtClock(node, time);
        }
        tell(told, request, response, callback);
    }

    private Reply list() {
        try {
            return Reply.binary("application/pkix-crl", revocations.list());
        } catch (BookException e) {
            LOG.error("the list of revocations could not be made: {}", e.getMessage());
            return Reply.text(503, "The registrar can't read its book now. Ask again later.");
        }
    }

    private static void tell(Told told, Request request, Response response, Callback callback) {
        if (told instanceof Told.Packaged found) {
            send(found.item(), request, response, callback);
        } else {
            Http.send(reply(told, request), response, callback);
        }
    }

    private static Reply reply(Told told, Request request) {
        if (told instanceof Told.That that) {
            String tag = "\"" + that.profile().version() + "\"";
            boolean known = tag.equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH));
            Reply reply = known
                    ? new Reply(304, Map.of(), Bytes.EMPTY)
                    : Reply.binary(NodeProfile.MEDIA_TYPE, that.profile().encode());
            return reply.with(HttpHeader.ETAG.asString(), tag);
        }
        return told instanceof Told.Not not
                ? Reply.of(not.refused())
                : Reply.text(404, "There is no such package here. What a node shall have is in its profile.");
    }

    /** Sends a package, all of it or from a byte on; the connection's end may cut it, and the node goes on where it was. */
    private static void send(ModelShelf.Item item, Request request, Response response, Callback callback) {
        long size = item.model().sizeBytes();
        String range = request.getHeaders().get(HttpHeader.RANGE);
        Matcher from = FROM.matcher(range == null ? "" : range);
        long first = from.matches() ? Long.parseLong(from.group(1)) : 0;
        if (first >= size) {
            response.getHeaders().put(HttpHeader.CONTENT_RANGE, "bytes */" + size);
            Http.send(Reply.text(416, "The package has " + size + " bytes."), response, callback);
            return;
        }
        if (from.matches()) {
            response.setStatus(206);
            response.getHeaders().put(HttpHeader.CONTENT_RANGE, "bytes " + first + "-" + (size - 1) + "/" + size);
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
        response.getHeaders().put(HttpHeader.ACCEPT_RANGES, "bytes");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, size - first);
        Content.copy(Content.Source.from(item.file(), first, size - first), response, callback);
    }
}
