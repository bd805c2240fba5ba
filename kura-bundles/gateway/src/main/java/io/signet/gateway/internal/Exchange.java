package io.signet.gateway.internal;

import io.signet.inference.ModelInfo;
import io.signet.openinference.InferRequest;
import io.signet.openinference.InferResponse;
import io.signet.runtime.Priority;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request for an inference, from its body to its answer. */
final class Exchange {
    /** How many bytes of a body are JSON; the rest are binary tensors. Triton's extension for binary tensors. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Answers answers;
    private final Target.Model target;
    private final NodeId requester;
    private final Duration timeout;
    private final ByteBudget.Share memory;
    private final Patience patience;
    private final Request request;
    private final Reply reply;

    /**
     * An exchange.
     *
     * @param requester who asks, as the statement will say
     * @param timeout unless the request says how long it waits
     * @param memory what the request takes; who began the exchange gives it back when it ends
     */
    Exchange(
            Answers answers,
            Target.Model target,
            NodeId requester,
            Duration timeout,
            ByteBudget.Share memory,
            Patience patience,
            Request request,
            Reply reply) {
        this.answers = answers;
        this.target = target;
        this.requester = requester;
        this.timeout = timeout;
        this.memory = memory;
        this.patience = patience;
        this.request = request;
        this.reply = reply;
    }

    /** Reads a body of that form, and goes on from there. */
    void begin(int jsonBytes, int binaryBytes) {
        read(jsonBytes, binaryBytes, this::ask);
    }

    /**
     * Reads a body that is a picture, and goes on from there.
     *
     * @param binary whether the answer's outputs are to be binary
     */
    void beginPicture(Pictures pictures, int bytes, boolean binary) {
        read(bytes, 0, body -> ask(pictures, body.json(), binary));
    }

    private void read(int jsonBytes, int binaryBytes, Consumer<Body> next) {
        work(() -> new Body(
                        request,
                        patience,
                        jsonBytes,
                        binaryBytes,
                        body -> work(() -> next.accept(body)),
                        reason -> reply.failure(new Failure(400, reason)))
                .read());
    }

    /**
     * Takes a step on a thread that may be kept busy, which those that wait for all clients' bytes may not. Every exchange ends: a
     * bug in this one, or a lack of memory for it, must not hold its place for ever.
     */
    private void work(Runnable step) {
        request.getComponents().getExecutor().execute(() -> {
            try {
                step.run();
            } catch (RuntimeException | Error bug) {
                reply.abandon(bug);
                LOG.error("a request could not be answered", bug);
            }
        });
    }

    private void ask(Body body) {
        InferRequest asked;
        try {
            asked = InferRequest.decode(body.json(), body.binary());
        } catch (MalformedException e) {
            reply.failure(new Failure(400, e.getMessage()));
            return;
        }
        int level = asked.priority().orElse(Priority.NORMAL.level());
        if (level > Priority.LEVELS) {
            reply.failure(new Failure(
                    400,
                    "priority is 1, the most urgent, to " + Priority.LEVELS + ", or 0 as any other, not " + level));
            return;
        }
        ask(
                new Wish(target.name(), asked),
                answers.described(target),
                new Answers.Question(
                        requester,
                        target.name(),
                        target.version(),
                        Optional.empty(),
                        asked.inputs(),
                        asked.nonce(),
                        asked.timeout().orElse(timeout),
                        new Priority(level)));
    }

    private void ask(Pictures pictures, byte[] file, boolean binary) {
        Optional<ModelInfo> model = answers.described(target);
        if (model.isEmpty()) {
            reply.failure(new Failure(
                    404,
                    "this node has not the package that says how a picture becomes an input of '" + target.name()
                            + "': send tensors, or call a node that serves it"));
            return;
        }
        Pictures.Made made = pictures.row(model.get(), file, memory);
        if (made instanceof Pictures.Row row) {
            ask(
                    Wish.ofPicture(target.name(), row.recipe(), binary),
                    model,
                    new Answers.Question(
                            requester,
                            target.name(),
                            target.version(),
                            Optional.of(model.get().packageDigest()),
                            row.inputs(),
                            Optional.empty(),
                            timeout,
                            Priority.NORMAL));
        } else {
            reply.failure(((Pictures.Refused) made).failure());
        }
    }

    private void ask(Wish wish, Optional<ModelInfo> described, Answers.Question question) {
        Optional<Failure> objection = described.flatMap(wish::objection);
        if (objection.isPresent()) {
            reply.failure(objection.get());
            return;
        }
        request.addIdleTimeoutListener(idle -> false); // the client waits for us, not we for him
        var unused = answers.answer(question)
                .thenAccept(answer -> work(() -> reply(wish, answer))); // the inputs are not kept
    }

    private void reply(Wish wish, Answer answer) {
        if (answer instanceof Answer.Computed computed) {
            wish.unknown(computed.outputs().keySet())
                    .or(() -> takeMemory(wish.bytes(computed)))
                    .ifPresentOrElse(reply::failure, () -> send(wish, computed));
        } else {
            reply.failure(((Answer.Failed) answer).failure());
        }
    }

    /** The answer takes the place of the request, which is gone by now. */
    private Optional<Failure> takeMemory(long bytes) {
        if (bytes > memory.bytesMax()) {
            return Optional.of(new Failure(
                    413,
                    "the answer takes " + bytes + " bytes: send fewer rows, or ask for binary data in place of JSON"));
        }
        return memory.resize(bytes)
                ? Optional.empty()
                : Optional.of(new Failure(503, "the requests under way take all memory that there is for answers"));
    }

    private void send(Wish wish, Answer.Computed computed) {
        InferResponse answer = wish.answer(computed);
        Set<String> binary = wish.binary(answer.outputs().keySet());
        Optional<String> objection = answer.objection(binary);
        if (objection.isPresent()) {
            reply.failure(new Failure(422, objection.get()));
            return;
        }
        InferResponse.Encoded encoded = answer.encode(binary);
        if (encoded.binary().isEmpty()) {
            reply.json(200, encoded.json());
            return;
        }
        List<ByteBuffer> parts = new ArrayList<>();
        HttpField jsonLength =
                new HttpField(JSON_LENGTH, Integer.toString(encoded.json().remaining()));
        long sizeBytes = encoded.sizeBytes();
        parts.add(encoded.json());
        parts.addAll(encoded.binary());
        reply.octets(jsonLength, sizeBytes, parts);
    }
}
