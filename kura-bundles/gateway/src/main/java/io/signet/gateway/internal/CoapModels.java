package io.signet.gateway.internal;

import io.signet.inference.ModelInfo;
import io.signet.runtime.Priority;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.auth.X509CertPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resource {@code /v2/models}: below it is one for each model of this node, as models come and go. */
final class CoapModels extends CoapResource {
    private static final Logger LOG = LoggerFactory.getLogger(CoapModels.class);

    private static final int RETRY_SECONDS = 1;
    /** For all pictures that are being decoded. */
    private static final long PICTURES_BYTES_MAX = 64L << 20;

    private final Catalog catalog;
    private final Answers answers;
    private final Pictures pictures;
    private final ByteBudget pictureMemory = new ByteBudget(PICTURES_BYTES_MAX);
    private final Duration timeout;
    private final int bodyBytesMax;
    private final Executor workers;
    private final Semaphore places;

    /** @param workers read pictures, encode and send answers; of tasks for them there are never more than requests under way */
    CoapModels(Catalog catalog, Answers answers, Pictures pictures, CoapSettings settings, Executor workers) {
        super("models", false);
        this.catalog = catalog;
        this.answers = answers;
        this.pictures = pictures;
        this.timeout = settings.timeout();
        this.bodyBytesMax = settings.bodyBytesMax();
        this.workers = workers;
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
            if (model.picture().isPresent()) {
                getAttributes().addContentType(MediaTypeRegistry.IMAGE_PNG);
                getAttributes().addContentType(MediaTypeRegistry.IMAGE_JPEG);
            }
        }

        @Override
        public void handlePOST(CoapExchange exchange) {
            int format = exchange.getRequestOptions().getContentFormat();
            if (format == MediaTypeRegistry.IMAGE_PNG || format == MediaTypeRegistry.IMAGE_JPEG) {
                begin(exchange, requester -> answerPicture(model, requester, exchange.getRequestPayload()));
                return;
            }
            Map<String, Tensor> inputs;
            try {
                if (format == MediaTypeRegistry.APPLICATION_CBOR) {
                    inputs = CoapInputs.ofCbor(exchange.getRequestPayload());
                } else if (format == MediaTypeRegistry.APPLICATION_OCTET_STREAM) {
                    inputs = CoapInputs.ofElements(model, exchange.getRequestPayload());
                } else {
                    fail(
                            exchange,
                            new Failure(
                                    415,
                                    "send application/cbor (60) or application/octet-stream (42), or a picture as image/png"
                                            + " (23) or image/jpeg (22)"));
                    return;
                }
            } catch (MalformedException e) {
                fail(exchange, new Failure(400, e.getMessage()));
                return;
            }
            begin(exchange, requester -> answers.answer(question(requester, model, Optional.empty(), inputs)));
        }

        private void begin(CoapExchange exchange, Function<NodeId, CompletionStage<Answer>> ask) {
            Optional<NodeId> requester =
                    requester(exchange.advanced().getRequest().getSourceContext());
            if (requester.isEmpty()) {
                fail(exchange, new Failure(401, "a client needs a certificate, which the statement names"));
                return;
            }
            if (!places.tryAcquire()) {
                fail(exchange, new Failure(503, "all places for requests are taken"));
                return;
            }
            exchange.accept(); // or else the client repeats what takes a while
            var unused = ask.apply(requester.get())
                    .thenAcceptAsync(answer -> reply(exchange, answer), workers) // not on the mesh's own thread
                    .whenComplete((replied, bug) -> {
                        places.release();
                        if (bug != null) {
                            LOG.error("an answer could not be sent", bug);
                            fail(exchange, new Failure(500, "the node failed on this answer; its log says why"));
                        }
                    });
        }
    }

    private CompletionStage<Answer> answerPicture(ModelInfo model, NodeId requester, byte[] file) {
        Optional<ByteBudget.Share> memory = pictureMemory.take(file.length);
        if (memory.isEmpty()) {
            return failed(new Failure(503, "the pictures under way take all memory that there is for them"));
        }
        return CompletableFuture.supplyAsync(() -> pictures.row(model, file, memory.get()), workers)
                .thenCompose(made -> made instanceof Pictures.Row row
                        ? answers.answer(question(requester, model, Optional.of(model.packageDigest()), row.inputs()))
                        : failed(((Pictures.Refused) made).failure()))
                .whenComplete((answer, bug) -> memory.get().giveBack());
    }

    private static CompletionStage<Answer> failed(Failure failure) {
        return CompletableFuture.completedStage(new Answer.Failed(failure));
    }

    private Answers.Question question(
            NodeId requester, ModelInfo model, Optional<Digest> modelPackage, Map<String, Tensor> inputs) {
        return new Answers.Question(
                requester,
                model.name(),
                Optional.empty(),
                modelPackage,
                inputs,
                Optional.empty(),
                timeout,
                Priority.NORMAL);
    }

    /** The holder of the client's certificate. */
    static Optional<NodeId> requester(EndpointContext client) {
        return client.getPeerIdentity() instanceof X509CertPath certified
                ? Optional.of(NodeId.of(certified.getTarget().getPublicKey()))
                : Optional.empty();
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
        long bytes = computed.outputs().values().stream()
                .mapToLong(Tensor::sizeBytes)
                .sum();
        if (bytes > bodyBytesMax) { // before memory is taken for it
            fail(exchange, tooLarge(bytes));
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
            fail(exchange, tooLarge(payload.length));
            return;
        }
        exchange.respond(ResponseCode.CHANGED, payload, MediaTypeRegistry.APPLICATION_CBOR);
    }

    private static Failure tooLarge(long bytes) {
        return new Failure(413, "the answer has " + bytes + " bytes: send fewer rows");
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
            case 401 -> ResponseCode.UNAUTHORIZED;
            case 404 -> ResponseCode.NOT_FOUND;
            case 413 -> ResponseCode.REQUEST_ENTITY_TOO_LARGE;
            case 415 -> ResponseCode.UNSUPPORTED_CONTENT_FORMAT;
            case 501 -> ResponseCode.NOT_IMPLEMENTED;
            case 503 -> ResponseCode.SERVICE_UNAVAILABLE;
            case 504 -> ResponseCode.GATEWAY_TIMEOUT;
            default -> ResponseCode.INTERNAL_SERVER_ERROR;
        };
    }
}
