package io.signet.openinference;

import io.signet.openinference.internal.BinaryTail;
import io.signet.openinference.internal.TensorEntry;
import io.signet.openinference.json.JsonReader;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.Nonce;
import io.signet.statement.Tensor;
import io.signet.statement.Tensors;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request for one inference: the body of {@code POST /v2/models/MODEL/infer}.
 *
 * @param id the client's own mark, given back in the answer
 * @param inputs by their names, in the order of the request; JSON's are copies, binary ones views of what was read
 * @param outputs which outputs are asked for, in this order; empty: all of the model's
 * @param binaryOutputs whether outputs that do not say otherwise are to be binary
 * @param timeout how long the client waits at most (Triton's parameter {@code timeout}, in microseconds)
 * @param nonce the client's own, for the statement (parameter {@code signet_nonce}, 32 hexadecimal digits)
 * @param priority how urgent it is, 1 more than 2 (Triton's parameter {@code priority}); empty, like 0: as urgent as others
 */
public record InferRequest(
        Optional<String> id,
        Map<String, Tensor> inputs,
        List<RequestedOutput> outputs,
        boolean binaryOutputs,
        Optional<Duration> timeout,
        Optional<Nonce> nonce,
        OptionalInt priority) {
    private static final int ID_CHARS_MAX = 256;
    private static final int NAME_CHARS_MAX = 64;
    private static final long TIMEOUT_MICROS_MAX = Duration.ofHours(1).toMillis() * 1000;

    public InferRequest {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = List.copyOf(outputs);
    }

    /**
     * An output that a client asks for.
     *
     * @param binary whether it is to be binary; as the request says if empty
     */
    public record RequestedOutput(String name, Optional<Boolean> binary) {}

    /** Whether the output {@code name} is asked for as binary data. */
    public boolean binary(String name) {
        return outputs.stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .flatMap(RequestedOutput::binary)
                .orElse(binaryOutputs);
    }

    /**
     * Reads a request.
     *
     * @param json its JSON
     * @param binary what follows the JSON, without which nothing may follow
     * @throws MalformedException if it is none, with what is wrong in words for the client
     */
    public static InferRequest decode(byte[] json, ByteBuffer binary) throws MalformedException {
        JsonReader in = new JsonReader(json);
        BinaryTail tail = new BinaryTail(binary);
        Optional<String> id = Optional.empty();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        List<RequestedOutput> outputs = List.of();
        Parameters parameters = new Parameters();
        in.beginObject();
        for (Optional<String> key = in.nextName(); key.isPresent(); key = in.nextName()) {
            switch (key.get()) {
                case "id" -> id = Optional.of(in.readString(ID_CHARS_MAX));
                case "inputs" -> readInputs(in, tail, inputs);
                case "outputs" -> outputs = readOutputs(in);
                case "parameters" -> parameters.read(in);
                default -> in.skipValue();
            }
        }
        in.expectEnd();
        if (inputs.isEmpty()) {
            throw in.malformed("the request has no inputs");
        }
        tail.expectEnd();
        return new InferRequest(
                id,
                inputs,
                outputs,
                parameters.binaryOutputs,
                parameters.timeout,
                parameters.nonce,
                parameters.priority == 0 ? OptionalInt.empty() : OptionalInt.of(parameters.priority));
    }

    private static void readInputs(JsonReader in, BinaryTail tail, Map<String, Tensor> inputs)
            throws MalformedException {
        in.beginArray();
        while (in.nextElement()) {
            if (inputs.size() == Tensors.COUNT_MAX) {
                throw in.malformed("a request has at most " + Tensors.COUNT_MAX + " inputs");
            }
            TensorEntry entry = TensorEntry.read(in, tail);
            if (inputs.put(entry.name(), entry.tensor()) != null) {
                throw in.malformed("two inputs have the name '" + entry.name() + "'");
            }
        }
    }

    private static List<RequestedOutput> readOutputs(JsonReader in) throws MalformedException {
        List<RequestedOutput> outputs = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            if (outputs.size() == Tensors.COUNT_MAX) {
                throw in.malformed("a request asks for at most " + Tensors.COUNT_MAX + " outputs");
            }
            RequestedOutput output = readOutput(in);
            if (outputs.stream().anyMatch(other -> other.name().equals(output.name()))) {
                throw in.malformed("output '" + output.name() + "' is asked for twice");
            }
            outputs.add(output);
        }
        return outputs;
    }

    private static RequestedOutput readOutput(JsonReader in) throws MalformedException {
        Optional<String> name = Optional.empty();
        Optional<Boolean> binary = Optional.empty();
        in.beginObject();
        for (Optional<String> key = in.nextName(); key.isPresent(); key = in.nextName()) {
            switch (key.get()) {
                case "name" -> name = Optional.of(in.readString(NAME_CHARS_MAX));
                case "parameters" -> binary = readOutputParameters(in);
                default -> in.skipValue();
            }
        }
        return new RequestedOutput(name.orElseThrow(() -> in.malformed("an output has no name")), binary);
    }

    private static Optional<Boolean> readOutputParameters(JsonReader in) throws MalformedException {
        Optional<Boolean> binary = Optional.empty();
        in.beginObject();
        for (Optional<String> key = in.nextName(); key.isPresent(); key = in.nextName()) {
            switch (key.get()) {
                case "binary_data" -> binary = Optional.of(in.readBoolean());
                case "classification" ->
                    throw in.malformed("there is no classification here: ask for the output itself");
                default -> {
                    if (key.get().startsWith("shared_memory")) {
                        throw in.malformed("there is no shared memory here: ask for binary data");
                    }
                    in.skipValue();
                }
            }
        }
        return binary;
    }

    /** The request's own parameters, as far as they say something here. */
    private static final class Parameters {
        private boolean binaryOutputs;
        private Optional<Duration> timeout = Optional.empty();
        private Optional<Nonce> nonce = Optional.empty();
        private int priority;

        void read(JsonReader in) throws MalformedException {
            in.beginObject();
            for (Optional<String> key = in.nextName(); key.isPresent(); key = in.nextName()) {
                switch (key.get()) {
                    case "binary_data_output" -> binaryOutputs = in.readBoolean();
                    case "timeout" ->
                        timeout = Optional.of(Duration.ofNanos(1000 * in.readLong(1, TIMEOUT_MICROS_MAX)));
                    case "priority" -> priority = (int) in.readLong(0, Integer.MAX_VALUE);
                    case "signet_nonce" -> nonce = Optional.of(readNonce(in));
                    default -> in.skipValue();
                }
            }
        }

        private static Nonce readNonce(JsonReader in) throws MalformedException {
            try {
                return new Nonce(Bytes.fromHex(in.readString(2 * Nonce.SIZE_BYTES)));
            } catch (IllegalArgumentException e) {
                throw in.malformed("signet_nonce is " + 2 * Nonce.SIZE_BYTES + " hexadecimal digits");
            }
        }
    }
}
