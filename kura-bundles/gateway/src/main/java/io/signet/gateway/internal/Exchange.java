package io.signet.gateway.internal;

import io.signet.openinference.AnswerReceipt;
import io.signet.openinference.InferRequest;
import io.signet.openinference.InferResponse;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Patience patience;
    private final Request request;
    private final Reply reply;

    /**
     * An exchange.
     *
     * @param requester who asks, as the statement will say
     * @param timeout unless the request says how long it waits
     */
    Exchange(
            Answers answers,
            Target.Model target,
            NodeId requester,
            Duration timeout,
            Patience patience,
            Request request,
            Reply reply) {
        this.answers = answers;
        this.target = target;
        this.requester = requester;
        this.timeout = timeout;
        this.patience = patience;
        this.request = request;
        this.reply = reply;
    }

    /** Reads a body of that form, and goes on from there. */
    void begin(int jsonBytes, int binaryBytes) {
        work(() -> new Body(
                        request,
                        patience,
                        jsonBytes,
                        binaryBytes,
                        body -> work(() -> ask(body)),
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
        request.addIdleTimeoutListener(idle -> false); // the client waits for us, not we for him
        var unused = answers.answer(new Answers.Question(
                        requester,
                        target.name(),
                        target.version(),
                        asked.inputs(),
                        asked.nonce(),
                        asked.timeout().orElse(timeout)))
                .thenAccept(answer -> work(() -> reply(asked, answer)));
    }

    private void reply(InferRequest asked, Answer answer) {
        if (answer instanceof Answer.Computed computed) {
            send(asked, computed);
        } else {
            reply.failure(((Answer.Failed) answer).failure());
        }
    }

    private void send(InferRequest asked, Answer.Computed computed) {
        Map<String, Tensor> wanted = new LinkedHashMap<>();
        for (InferRequest.RequestedOutput output : asked.outputs()) {
            Optional<Tensor> found = Optional.ofNullable(computed.outputs().get(output.name()));
            if (found.isEmpty()) {
                reply.failure(new Failure(
                        400,
                        "the model has no output '" + output.name() + "'; it has "
                                + new ArrayList<>(computed.outputs().keySet())));
                return;
            }
            wanted.put(output.name(), found.get());
        }
        if (wanted.isEmpty()) {
            wanted.putAll(computed.outputs());
        }
        InferResponse answer = new InferResponse(
                target.name(), computed.version(), asked.id(), wanted, Optional.of(receipt(computed, wanted.keySet())));
        Set<String> binary = new HashSet<>(wanted.keySet());
        binary.removeIf(name -> !asked.binary(name));
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

    /** What proves the answer, with the digests of outputs that the client does not want. */
    private static AnswerReceipt receipt(Answer.Computed computed, Set<String> wanted) {
        List<AnswerReceipt.Part> parts = new ArrayList<>();
        long row = 0;
        for (Answer.Part part : computed.parts()) {
            Map<String, Digest> omitted = new LinkedHashMap<>();
            for (Map.Entry<String, Tensor> output : computed.outputs().entrySet()) {
                if (!wanted.contains(output.getKey())) {
                    Tensor whole = output.getValue();
                    omitted.put(
                            output.getKey(),
                            TensorDigest.of(part.rows() == 0 ? whole : whole.slice(row, row + part.rows())));
                }
            }
            parts.add(new AnswerReceipt.Part(part.rows(), part.proof(), omitted));
            row += part.rows();
        }
        return new AnswerReceipt(parts);
    }
}
