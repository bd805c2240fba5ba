package io.signet.gateway.internal;

import io.signet.inference.ModelInfo;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.auth.X509CertPath;

/** The resource {@code /v2/models}: below it is one for each model of this node, as models come and go. */
final class CoapModels extends CoapResource {
    private static final int RETRY_SECONDS = 1;

    private final Catalog catalog;
    private final Answers answers;
    private final Duration timeout;
    private final int bodyBytesMax;
    private final Semaphore places;

    CoapModels(Catalog catalog, Answers answers, CoapSettings settings) {
        super("models", false);
        this.catalog = catalog;
        this.answers = answers;
        this.timeout = settings.timeout();
        this.bodyBytesMax = settings.bodyBytesMax();
        this.places = new Semaphore(settings.requestsMax());
    }

    @Override
    public Collection<Resource> getChildren() {
        return catalog.here().stream().<Resource>map(this::model).toList();
    }

    @Override
    public Resource getChild(String name) {
        return catalog.here(name, Optional.empty()).<Resource>map(this::model).orElse(super.getChild(name));
    }

    private CoapResource model(ModelInfo model) {
        CoapResource resource = new CoapResource(model.name(), false);
        resource.setParent(this);
        resource.setPath(getPath() + getName() + "/");
        resource.add(new Infer(model));
        return resource;
    }

    /** {@code /v2/models/MODEL/infer}. */
    private final class Infer extends CoapResource {
        private final ModelInfo model;

        Infer(ModelInfo model) {
            super("infer");
            this.model = model;
            getAttributes().addResourceType("signet.infer");
            getAttributes().addContentType(MediaTypeRegistry.APPLICATION_CBOR);
            getAttributes().addContentType(MediaTypeRegistry.APPLICATION_OCTET_STREAM);
        }

        @Override
        public void handlePOST(CoapExchange exchange) {
            Map<String, Tensor> inputs;
            try {
                int format = exchange.getRequestOptions().getContentFormat();
                if (format == MediaTypeRegistry.APPLICATION_CBOR) {
                    inputs = CoapInputs.ofCbor(exchange.getRequestPayload());
                } else if (format == MediaTypeRegistry.APPLICATION_OCTET_STREAM) {
                    inputs = CoapInputs.ofElements(model, exchange.getRequestPayload());
                } else {
                    fail(exchange, new Failure(415, "send application/cbor (60) or application/octet-stream (42)"));
                    return;
                }
            } catch (MalformedException e) {
                fail(exchange, new Failure(400, e.getMessage()));
                return;
            }
            if (!places.tryAcquire()) {
                fail(exchange, new Failure(503, "all places for requests are taken"));
                return;
            }
            exchange.accept(); // or else the client repeats what takes a while
            var unused = answers.answer(new Answers.Question(
                            requester(exchange), model.name(), Optional.empty(), inputs, Optional.empty(), timeout))
                    .thenAccept(answer -> {
                        places.release();
                        reply(exchange, answer);
                    });
        }
    }

    private NodeId requester(CoapExchange exchange) {
        return exchange.advanced().getRequest().getSourceContext().getPeerIdentity() instanceof X509CertPath client
                ? NodeId.of(client.getTarget().getPublicKey())
                : answers.self();
    }

    private void reply(CoapExchange exchange, Answer answer) {
        if (answer instanceof Answer.Computed computed) {
            send(exchange, computed);
        } else {
            fail(exchange, ((Answer.Failed) answer).failure());
        }
    }

    /** The answer is its own proof: a proof file with the outputs in it. */
    private void send(CoapExchange exchange, Answer.Computed computed) {
        List<Answer.Part> parts = computed.parts();
        if (parts.size() > 1) {
            fail(exchange, new Failure(413, "several nodes computed this: send fewer rows at once"));
            return;
        }
        Proof bare = parts.get(0).proof();
        Proof proof = new Proof(
                bare.statement(),
                bare.receipt(),
                bare.identity(),
                Map.of(),
                computed.outputs(),
                bare.cosignatures(),
                bare.evidence());
        byte[] payload = proof.encode().toArray();
        if (payload.length > bodyBytesMax) {
            fail(exchange, new Failure(413, "the answer has " + payload.length + " bytes: send fewer rows"));
            return;
        }
        exchange.respond(ResponseCode.CHANGED, payload, MediaTypeRegistry.APPLICATION_CBOR);
    }

    private static void fail(CoapExchange exchange, Failure failure) {
        if (failure.temporary()) {
            exchange.setMaxAge(RETRY_SECONDS); // RFC 7252 section 5.9.3.4: when to come again
        }
        exchange.respond(code(failure.status()), failure.reason());
    }

    private static ResponseCode code(int status) {
        return switch (status) {
            case 400 -> ResponseCode.BAD_REQUEST;
            case 404 -> ResponseCode.NOT_FOUND;
            case 413 -> ResponseCode.REQUEST_ENTITY_TOO_LARGE;
            case 415 -> ResponseCode.UNSUPPORTED_CONTENT_FORMAT;
            case 503 -> ResponseCode.SERVICE_UNAVAILABLE;
            case 504 -> ResponseCode.GATEWAY_TIMEOUT;
            default -> ResponseCode.INTERNAL_SERVER_ERROR;
        };
    }
}
