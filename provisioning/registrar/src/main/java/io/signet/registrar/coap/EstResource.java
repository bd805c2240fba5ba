package io.signet.registrar.coap;

import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.LabelId;
import io.signet.registrar.Caller;
import io.signet.statement.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.auth.X509CertPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the registrar's resources. It answers on other threads than the server's own, as books and signatures take a while. */
final class EstResource extends CoapResource {
    private static final Logger LOG = LoggerFactory.getLogger(EstResource.class);

    private final Page page;
    private final Supplier<Bytes> channel;
    private final Executor workers;

    /** What a resource answers. */
    @FunctionalInterface
    interface Answerer {
        /** @param format the one of the page's formats that the caller wants */
        CoapReply answer(Bytes payload, Caller caller, int format);
    }

    /**
     * What there is.
     *
     * @param method by which it is asked
     * @param request the content format of requests, none for a method without payload
     * @param formats those of answers, the first preferred
     */
    record Page(Code method, Optional<Integer> request, List<Integer> formats, Answerer answerer) {}

    /**
     * @param type its resource type (RFC 6690)
     * @param channel what binds connections with certificates
     * @param workers refuse what they have no place for
     */
    EstResource(String name, String type, Page page, Supplier<Bytes> channel, Executor workers) {
        super(name);
        this.page = page;
        this.channel = channel;
        this.workers = workers;
        getAttributes().addResourceType(type);
        page.formats().forEach(getAttributes()::addContentType);
    }

    @Override
    public void handleRequest(Exchange exchange) {
        CoapExchange call = new CoapExchange(exchange);
        OptionSet options = call.getRequestOptions();
        Optional<Integer> format = options.hasAccept()
                ? page.formats().stream()
                        .filter(offered -> offered == options.getAccept())
                        .findFirst()
                : Optional.of(page.formats().get(0));
        if (call.getRequestCode() != page.method()) {
            CoapReply.text(ResponseCode.METHOD_NOT_ALLOWED, "Ask by " + page.method() + ".")
                    .send(call);
        } else if (page.request()
                .filter(wanted -> wanted != options.getContentFormat())
                .isPresent()) {
            CoapReply.text(
                            ResponseCode.UNSUPPORTED_CONTENT_FORMAT,
                            "Send content format " + page.request().get() + ".")
                    .send(call);
        } else if (format.isEmpty()) {
            CoapReply.text(ResponseCode.NOT_ACCEPTABLE, "There is " + page.formats() + " only.")
                    .send(call);
        } else {
            answer(call, format.get());
        }
    }

    private void answer(CoapExchange call, int format) {
        Caller caller = caller(call.advanced().getRequest().getSourceContext());
        Bytes payload = Bytes.copyOf(call.getRequestPayload());
        call.accept(); // or else the client repeats what takes a while
        try {
            workers.execute(() -> reply(payload, caller, format).send(call));
        } catch (RejectedExecutionException e) {
            CoapReply.busy().send(call);
        }
    }

    private CoapReply reply(Bytes payload, Caller caller, int format) {
        try {
            return page.answerer().answer(payload, caller, format);
        } catch (RuntimeException bug) {
            LOG.error("the registrar failed on a request", bug);
            return CoapReply.text(
                    ResponseCode.INTERNAL_SERVER_ERROR, "The registrar failed on this request; its log says why.");
        }
    }

    private Caller caller(EndpointContext peer) {
        String address = Caller.addressOf(peer.getPeerAddress().getAddress());
        if (peer.getPeerIdentity() instanceof PreSharedKeyIdentity shared) {
            LabelId label = LabelId.fromHex(shared.getIdentity()); // or else it would share no key
            return new Caller(address, ClaimKey.channelOf(label), Optional.empty());
        }
        Optional<X509Certificate> certificate = peer.getPeerIdentity() instanceof X509CertPath certified
                ? Optional.of(certified.getTarget())
                : Optional.empty();
        return new Caller(address, channel.get(), certificate);
    }
}
