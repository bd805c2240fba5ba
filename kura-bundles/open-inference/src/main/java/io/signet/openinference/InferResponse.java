package io.signet.openinference;

import io.signet.openinference.internal.BinaryTail;
import io.signet.openinference.internal.TensorEntry;
import io.signet.openinference.internal.TensorJson;
import io.signet.openinference.json.JsonReader;
import io.signet.openinference.json.JsonWriter;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import io.signet.statement.Tensors;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An answer: the body that comes back from {@code POST /v2/models/MODEL/infer}. Saved as it came it can be verified: JSON's end
 * shows where the binary data begins.
 *
 * @param model the model's name
 * @param version the model's version; empty if who answered did not say
 * @param id the request's
 * @param outputs by their names, in the order of the answer
 * @param picture how the input was made of a picture, if it was (parameter {@value #PICTURE_PARAMETER})
 * @param receipt what proves it (parameter {@value #RECEIPT_PARAMETER})
 */
public record InferResponse(
        String model,
        Optional<String> version,
        Optional<String> id,
        Map<String, Tensor> outputs,
        Optional<String> picture,
        Optional<AnswerReceipt> receipt) {
    /** The parameter that holds the receipt. */
    public static final String RECEIPT_PARAMETER = "signet_receipt";

    /** The parameter that says how a picture became the input, as packages say it. */
    public static final String PICTURE_PARAMETER = "signet_picture";

    private static final int TEXT_CHARS_MAX = 256;
    private static final int PICTURE_CHARS_MAX = 512;
    private static final int JSON_BYTES_A_NUMBER = 12;

    public InferResponse {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** An answer to tensors. */
    public InferResponse(
            String model,
            Optional<String> version,
            Optional<String> id,
            Map<String, Tensor> outputs,
            Optional<AnswerReceipt> receipt) {
        this(model, version, id, outputs, Optional.empty(), receipt);
    }

    /**
     * An answer as it travels.
     *
     * @param json the JSON
     * @param binary the binary tensors that follow it, as views of the outputs
     */
    public record Encoded(ByteBuffer json, List<ByteBuffer> binary) {
        public Encoded {
            binary = List.copyOf(binary);
        }

        /** Number of bytes of all of it. */
        public long sizeBytes() {
            return json.remaining()
                    + binary.stream().mapToLong(ByteBuffer::remaining).sum();
        }
    }

    /**
     * What keeps the outputs that are not in {@code binary} from standing in JSON, in words for the client; empty if they can.
     */
    public Optional<String> objection(Set<String> binary) {
        for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
            Optional<String> objection =
                    binary.contains(output.getKey()) ? Optional.empty() : TensorJson.objection(output.getValue());
            if (objection.isPresent()) {
                return Optional.of("output '" + output.getKey() + "' can't stand in JSON: " + objection.get()
                        + "; ask for it with the parameter binary_data");
            }
        }
        return Optional.empty();
    }

    /**
     * Its bytes.
     *
     * @param binary names of the outputs that are to be binary
     * @throws IllegalArgumentException if there is an {@link #objection}
     */
    public Encoded encode(Set<String> binary) {
        long elements = outputs.entrySet().stream()
                .filter(output -> !binary.contains(output.getKey()))
                .mapToLong(output ->
                        output.getValue().sizeBytes() / output.getValue().type().sizeBytes())
                .sum();
        String receiptText = receipt.map(AnswerReceipt::toText).orElse("");
        JsonWriter out = new JsonWriter(Math.toIntExact(1024 + receiptText.length() + JSON_BYTES_A_NUMBER * elements));
        out.beginObject().name("model_name").string(model);
        version.ifPresent(v -> out.name("model_version").string(v));
        id.ifPresent(i -> out.name("id").string(i));
        if (receipt.isPresent() || picture.isPresent()) {
            out.name("parameters").beginObject();
            picture.ifPresent(p -> out.name(PICTURE_PARAMETER).string(p));
            receipt.ifPresent(r -> out.name(RECEIPT_PARAMETER).string(receiptText));
            out.endObject();
        }
        out.name("outputs").beginArray();
        outputs.forEach((name, tensor) -> write(out, name, tensor, binary.contains(name)));
        out.endArray().endObject();
        return new Encoded(
                out.toBuffer(),
                outputs.entrySet().stream()
                        .filter(output -> binary.contains(output.getKey()))
                        .map(output -> output.getValue().data())
                        .toList());
    }

    private static void write(JsonWriter out, String name, Tensor tensor, boolean binary) {
        out.beginObject().name("name").string(name);
        out.name("datatype").string(tensor.type().name());
        out.name("shape").beginArray();
        tensor.shape().forEach(out::number);
        out.endArray();
        if (binary) {
            out.name("parameters").beginObject();
            out.name("binary_data_size").number(tensor.sizeBytes()).endObject();
        } else {
            out.name("data");
            TensorJson.write(out, tensor);
        }
        out.endObject();
    }

    /**
     * Reads an answer that was saved as it came, with whatever binary data follows its JSON; the tensors in it are views of
     * {@code saved}.
     *
     * @throws MalformedException if it is none
     */
    public static InferResponse decode(byte[] saved) throws MalformedException {
        JsonReader whole = new JsonReader(saved);
        whole.skipValue();
        int jsonEnd = whole.offset();
        BinaryTail tail = new BinaryTail(
                ByteBuffer.wrap(saved, jsonEnd, whole.remaining()).slice());
        JsonReader in = new JsonReader(saved, 0, jsonEnd);
        Reading reading = new Reading();
        reading.read(in, tail);
        tail.expectEndOrSpace();
        return new InferResponse(
                reading.model.orElseThrow(() -> in.malformed("the answer has no model_name")),
                reading.version,
                reading.id,
                reading.outputs,
                reading.picture,
                reading.receipt);
    }

    private static final class Reading {
        private Optional<String> model = Optional.empty();
        private Optional<String> version = Optional.empty();
        private Optional<String> id = Optional.empty();
        private final Map<String, Tensor> outputs = new LinkedHashMap<>();
        private Optional<String> picture = Optional.empty();
        private Optional<AnswerReceipt> receipt = Optional.empty();

        void read(JsonReader in, BinaryTail tail) throws MalformedException {
            in.beginObject();
            for (Optional<String> key = in.nextName(); key.isPresent(); key = in.nextName()) {
                switch (key.get()) {
                    case "model_name" -> model = Optional.of(in.readString(TEXT_CHARS_MAX));
                    case "model_version" -> version = Optional.of(in.readString(TEXT_CHARS_MAX));
                    case "id" -> id = Optional.of(in.readString(TEXT_CHARS_MAX));
                    case "parameters" -> readParameters(in);
                    case "outputs" -> readOutputs(in, tail);
                    default -> in.skipValue();
                }
            }
            in.expectEnd();
        }

        private void readParameters(JsonReader in) throws MalformedException {
            in.beginObject();
            for (Optional<String> key = in.nextName(); key.isPresent(); key = in.nextName()) {
                if (key.get().equals(RECEIPT_PARAMETER)) {
                    if (receipt.isPresent()) {
                        throw in.malformed("the answer has two receipts");
                    }
                    receipt = Optional.of(AnswerReceipt.ofText(in.readString(Integer.MAX_VALUE)));
                } else if (key.get().equals(PICTURE_PARAMETER)) {
                    picture = Optional.of(in.readString(PICTURE_CHARS_MAX));
                } else {
                    in.skipValue();
                }
            }
        }

        private void readOutputs(JsonReader in, BinaryTail tail) throws MalformedException {
            in.beginArray();
            while (in.nextElement()) {
                if (outputs.size() == Tensors.COUNT_MAX) {
                    throw in.malformed("an answer has at most " + Tensors.COUNT_MAX + " outputs");
                }
                TensorEntry entry = TensorEntry.read(in, tail);
                if (outputs.put(entry.name(), entry.tensor()) != null) {
                    throw in.malformed("two outputs have the name '" + entry.name() + "'");
                }
            }
        }
    }
}
