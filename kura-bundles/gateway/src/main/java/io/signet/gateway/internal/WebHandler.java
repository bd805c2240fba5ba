package io.signet.gateway.internal;

import io.signet.gateway.web.WebAdmission;
import io.signet.gateway.web.WebPages;
import io.signet.gateway.web.WebReply;
import io.signet.gateway.web.WebRequest;
import io.signet.statement.Bytes;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests to {@link WebPages} and their replies back; all that is under way is bounded in number, size and time. */
final class WebHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(WebHandler.class);
    /** Bytes that are read of a body that is refused. */
    private static final long LEFTOVER_BYTES_MAX = 4 << 20;

    private final WebPages pages;
    private final int requestsMax;
    private final Semaphore places;
    private final ByteBudget memory;
    private final Patience patience;
    private final Promptness promptness;

    WebHandler(WebPages pages, int requestsMax, ByteBudget memory, Patience patience, Promptness promptness) {
        this.pages = pages;
        this.requestsMax = requestsMax;
        this.places = new Semaphore(requestsMax);
        this.memory = memory;
        this.patience = patience;
        this.promptness = promptness;
    }

    @Override
    public boolean handle(Request request, Response response, Callback exchange) {
        promptness.came(request);
        Callback end = new Leftovers(request, LEFTOVER_BYTES_MAX, patience.leftovers(), exchange);
        Reply reply = new Reply(response, end, patience);
        WebRequest head = head(request);
        WebAdmission admission = pages.admit(head);
        if (admission instanceof WebAdmission.Refused refused) {
            reply.whole(refused.reply());
        } else if (admission instanceof WebAdmission.Admitted admitted) {
            take(head, admitted.bodyBytesMax(), request, reply).ifPresent(reply::failure);
        }
        return true;
    }

    private static WebRequest head(Request request) {
        Map<String, String> headers = new HashMap<>();
        request.getHeaders()
                .forEach(field -> headers.merge(
                        field.getName().toLowerCase(Locale.ROOT),
                        Optional.ofNullable(field.getValue()).orElse(""),
                        (first, second) -> first + ", " + second));
        return new WebRequest(
                request.getMethod(),
                Request.getPathInContext(request),
                Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""),
                headers,
                Request.getRemoteAddr(request),
                certificates(request),
                Bytes.EMPTY);
    }

    private static List<X509Certificate> certificates(Request request) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                        && session.peerCertificates() != null
                ? List.of(session.peerCertificates())
                : List.of();
    }

    /** Reads the body if there is one, or says why not. */
    private Optional<Failure> take(WebRequest head, int bodyBytesMax, Request request, Reply reply) {
        long length = Math.max(0, request.getLength());
        if (request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
            return Optional.of(new Failure(411, "a request with a body needs its Content-Length"));
        }
        if (length > bodyBytesMax) {
            return Optional.of(
                    new Failure(413, "the body has " + length + " bytes, at most " + bodyBytesMax + " are taken here"));
        }
        if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
            return Optional.of(new Failure(415, "compressed bodies are not taken"));
        }
        if (!places.tryAcquire()) {
            return Optional.of(new Failure(503, "all " + requestsMax + " places for requests are taken"));
        }
        Optional<ByteBudget.Share> share = memory.take(length);
        if (share.isEmpty()) {
            places.release();
            return Optional.of(new Failure(503, "the requests under way take all memory that there is for them"));
        }
        Place place = new Place(places, share.get());
        Request.addCompletionListener(request, failure -> place.leave());
        if (length == 0) {
            answer(head, place, reply);
        } else {
            new Body(
                            request,
                            patience,
                            (int) length,
                            0,
                            body -> request.getComponents()
                                    .getExecutor() // what reads must not wait for what answers
                                    .execute(() -> answer(head.withBody(Bytes.copyOf(body.json())), place, reply)),
                            reason -> reply.failure(new Failure(400, reason)))
                    .read();
        }
        return Optional.empty();
    }

    private void answer(WebRequest request, Place place, Reply reply) {
        CompletionStage<WebReply> answer;
        try {
            answer = pages.answer(request);
        } catch (RuntimeException e) {
            failed(request, e, reply);
            return;
        }
        answer.whenComplete((said, bug) -> {
            if (bug != null) {
                failed(request, bug, reply);
            } else if (said instanceof WebReply.Whole whole) {
                reply.whole(whole);
            } else if (said instanceof WebReply.Events events) {
                place.leave(); // streams have a bound of their own, and whoever only listens keeps nobody from asking
                reply.events(events);
            }
        });
    }

    private static void failed(WebRequest request, Throwable bug, Reply reply) {
        LOG.error("{} failed: this is a bug", request, bug);
        reply.failure(new Failure(500, "something went wrong in the node; its log says more"));
    }

    /** What a request that is under way takes. */
    private static final class Place {
        private final Semaphore places;
        private final ByteBudget.Share share;
        private boolean left;

        Place(Semaphore places, ByteBudget.Share share) {
            this.places = places;
            this.share = share;
        }

        synchronized void leave() {
            if (!left) {
                left = true;
                share.giveBack();
                places.release();
            }
        }
    }
}
