package io.signet.registrar.http;

import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.registrar.Caller;
import io.signet.statement.Bytes;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all of the registrar's pages need of HTTP. */
final class Http {
    private static final Logger LOG = LoggerFactory.getLogger(Http.class);

    private Http() {}

    /** The media type of the body, without parameters; empty if there is none. */
    static String typeOf(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type == null ? "" : type.split(";", 2)[0].strip();
    }

    /** From where {@code request} came. */
    static String addressOf(Request request) {
        if (!(request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket)) {
            return "unknown";
        }
        return Caller.addressOf(socket.getAddress());
    }

    /** By which certificate whoever asks has identified itself in TLS. */
    static Optional<X509Certificate> certificateOf(Request request) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                        && session.peerCertificates() != null
                        && session.peerCertificates().length > 0
                ? Optional.of(session.peerCertificates()[0])
                : Optional.empty();
    }

    /**
     * What binds the connection of {@code request}: the certificate that this server showed in it, which a later one does not show.
     *
     * @throws IllegalStateException if it is none over TLS
     */
    static Bytes channelOf(Request request) {
        if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                && session.sslSession().getLocalCertificates() != null
                && session.sslSession().getLocalCertificates()[0] instanceof X509Certificate shown) {
            try {
                return ClaimKey.channelOf(shown.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("the server's certificate can't be encoded", e);
            }
        }
        throw new IllegalStateException("a connection in which this server has shown no certificate");
    }

    /** Answers when the whole body is there; one that comes slowly holds no thread. */
    static void answer(
            Request request, Response response, Callback callback, int bodyBytesMax, Function<byte[], Reply> page) {
        if (bodyBytesMax == 0) {
            send(guarded(page, new byte[0]), response, callback);
            return;
        }
        Content.Source.asByteArrayAsync(request, bodyBytesMax, new Promise.Invocable<byte[]>() {
            @Override
            public void succeeded(byte[] body) {
                send(guarded(page, body), response, callback);
            }

            @Override
            public void failed(Throwable failure) {
                LOG.debug("a request's body was not read", failure);
                send(
                        Reply.text(413, "The body did not come, or has more than " + bodyBytesMax + " bytes."),
                        response,
                        callback);
            }

            @Override
            public InvocationType getInvocationType() {
                return InvocationType.BLOCKING; // the database may be slow
            }
        });
    }

    private static Reply guarded(Function<byte[], Reply> page, byte[] body) {
        try {
            return page.apply(body);
        } catch (RuntimeException e) { // a bug must not leave whoever asks without an answer
            LOG.error("a request could not be answered", e);
            return Reply.text(500, "The registrar failed; its log says why. Ask again later.");
        }
    }

    /** Sends {@code reply}, which nobody may keep for others. */
    static void send(Reply reply, Response response, Callback callback) {
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, reply.body().asBuffer(), callback);
    }
}
