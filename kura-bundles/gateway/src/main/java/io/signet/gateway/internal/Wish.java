package io.signet.gateway.internal;

import io.signet.inference.ModelInfo;
import io.signet.inference.model.PictureInput;
import io.signet.inference.spi.TensorSpec;
import io.signet.openinference.AnswerReceipt;
import io.signet.openinference.InferRequest;
import io.signet.openinference.InferResponse;
import io.signet.statement.Digest;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a client wants of an answer, and in which form: all of its request that is kept while a node computes. */
final class Wish {
    /** What a number may take in JSON, with its comma. */
    private static final long JSON_BYTES_A_NUMBER = 12;

    private final String model;
    private final InferRequest asked;
    private final Optional<PictureInput> picture;

    /** What {@code asked} says of its answer by {@code model}. */
    Wish(String model, InferRequest asked) {
        this(model, asked, Optional.empty());
    }

    private Wish(String model, InferRequest asked, Optional<PictureInput> picture) {
        this.model = model;
        this.picture = picture;
        this.asked = new InferRequest(
                asked.id(),
                Map.of(),
                asked.outputs(),
                asked.binaryOutputs(),
                asked.timeout(),
                asked.nonce(),
                asked.priority());
    }

    /** All outputs of {@code model} for a picture that became a row as {@code recipe} says. */
    static Wish ofPicture(String model, PictureInput recipe, boolean binary) {
        InferRequest everything = new InferRequest(
                Optional.empty(), Map.of(), List.of(), binary, Optional.empty(), Optional.empty(), OptionalInt.empty());
        return new Wish(model, everything, Optional.of(recipe));
    }

    /** Why no answer of {@code described} can be what is wished, if so: before anything is computed. */
    Optional<Failure> objection(ModelInfo described) {
        Map<String, Tensor> zeros = new LinkedHashMap<>();
        for (TensorSpec output : described.outputs()) {
            ByteBuffer zero = ByteBuffer.allocate(output.type().sizeBytes());
            zeros.put(output.name(), Tensor.of(output.type(), List.of(), zero));
        }
        return unknown(zeros.keySet()).or(() -> {
            Map<String, Tensor> wanted = wanted(zeros);
            return new InferResponse(model, Optional.empty(), Optional.empty(), wanted, Optional.empty())
                    .objection(binary(wanted.keySet()))
                    .map(reason -> new Failure(422, reason));
        });
    }

    /** Why outputs of these names are not what is wished, if so. */
    Optional<Failure> unknown(Collection<String> names) {
        return asked.outputs().stream()
                .map(InferRequest.RequestedOutput::name)
                .filter(name -> !names.contains(name))
                .findFirst()
                .map(name ->
                        new Failure(400, "the model has no output '" + name + "'; it has " + new ArrayList<>(names)));
    }

    /** Memory for the answer: the tensors, and their JSON. */
    long bytes(Answer.Computed computed) {
        Map<String, Tensor> wanted = wanted(computed.outputs());
        Set<String> binary = binary(wanted.keySet());
        long json = wanted.entrySet().stream()
                .filter(output -> !binary.contains(output.getKey()))
                .map(Map.Entry::getValue)
                .mapToLong(tensor -> JSON_BYTES_A_NUMBER
                        * (tensor.sizeBytes() / tensor.type().sizeBytes()))
                .sum();
        return json
                + computed.outputs().values().stream()
                        .mapToLong(Tensor::sizeBytes)
                        .sum();
    }

    /** The answer; none of its outputs may be {@link #unknown}. */
    InferResponse answer(Answer.Computed computed) {
        Map<String, Tensor> wanted = wanted(computed.outputs());
        return new InferResponse(
                model,
                computed.version(),
                asked.id(),
                wanted,
                picture.map(PictureInput::toString),
                Optional.of(receipt(computed, wanted.keySet())));
    }

    /** Which of {@code outputs} are to be binary. */
    Set<String> binary(Set<String> outputs) {
        Set<String> binary = new HashSet<>(outputs);
        binary.removeIf(name -> !asked.binary(name));
        return binary;
    }

    private Map<String, Tensor> wanted(Map<String, Tensor> outputs) {
        Map<String, Tensor> wanted = new LinkedHashMap<>();
        for (InferRequest.RequestedOutput output : asked.outputs()) {
            wanted.put(output.name(), outputs.get(output.name()));
        }
        return wanted.isEmpty() ? outputs : wanted;
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
