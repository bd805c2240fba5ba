package io.signet.openinference.internal;

import io.signet.openinference.json.JsonReader;
import io.signet.statement.DataType;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import io.signet.statement.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A tensor in the JSON of a request or an answer: {@code {"name", "shape", "datatype", "data"}} in any order, or with the
 * parameter {@code binary_data_size} in place of the data.
 */
public final class TensorEntry {
    private static final int TYPE_CHARS_MAX = 16;

    private final String name;
    private final Tensor tensor;

    private TensorEntry(String name, Tensor tensor) {
        this.name = name;
        this.tensor = tensor;
    }

    /** What its name is. */
    public String name() {
        return name;
    }

    /** Its elements. */
    public Tensor tensor() {
        return tensor;
    }

    /** Reads one; {@code tail} has what follows the JSON. */
    public static TensorEntry read(JsonReader in, BinaryTail tail) throws MalformedException {
        int start = in.offset();
        Optional<String> name = Optional.empty();
        Optional<DataType> type = Optional.empty();
        Optional<List<Long>> shape = Optional.empty();
        OptionalInt data = OptionalInt.empty();
        OptionalInt binary = OptionalInt.empty();
        in.beginObject();
        for (Optional<String> key = in.nextName(); key.isPresent(); key = in.nextName()) {
            switch (key.get()) {
                case "name" -> name = Optional.of(readName(in));
                case "datatype" -> type = Optional.of(readType(in));
                case "shape" -> shape = Optional.of(readShape(in));
                case "data" -> {
                    data = OptionalInt.of(in.offset()); // type and shape may follow: read when they are known
                    in.skipValue();
                }
                case "parameters" -> binary = readParameters(in);
                default -> in.skipValue();
            }
        }
        String known = name.orElseThrow(() -> new MalformedException("a tensor has no name", start));
        if (type.isEmpty() || shape.isEmpty()) {
            throw new MalformedException(
                    "tensor '" + known + "' lacks its " + (type.isEmpty() ? "datatype" : "shape"), start);
        }
        if (data.isPresent() == binary.isPresent()) {
            throw new MalformedException(
                    "tensor '" + known + "' must have either data or the parameter binary_data_size", start);
        }
        return new TensorEntry(
                known,
                data.isPresent()
                        ? TensorJson.read(in.from(data.getAsInt()), type.get(), shape.get())
                        : tail.take(known, type.get(), shape.get(), binary.getAsInt()));
    }

    private static String readName(JsonReader in) throws MalformedException {
        String name = in.readString(Tensors.NAME_CHARS_MAX);
        if (name.isEmpty() || !name.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw in.malformed("a tensor's name is 1 to " + Tensors.NAME_CHARS_MAX + " characters of printable ASCII");
        }
        return name;
    }

    private static DataType readType(JsonReader in) throws MalformedException {
        String type = in.readString(TYPE_CHARS_MAX);
        return DataType.ofName(type)
                .orElseThrow(() -> in.malformed("there are no tensors of datatype '" + type
                        + "' here; there are BOOL, UINT8 to UINT64, INT8 to INT64, FP16, FP32 and FP64"));
    }

    private static List<Long> readShape(JsonReader in) throws MalformedException {
        List<Long> shape = new ArrayList<>(Tensor.RANK_MAX);
        in.beginArray();
        while (in.nextElement()) {
            if (shape.size() == Tensor.RANK_MAX) {
                throw in.malformed("a shape has at most " + Tensor.RANK_MAX + " dimensions");
            }
            shape.add(in.readLong(0, Integer.MAX_VALUE));
        }
        return List.copyOf(shape);
    }

    private static OptionalInt readParameters(JsonReader in) throws MalformedException {
        OptionalInt binary = OptionalInt.empty();
        in.beginObject();
        for (Optional<String> key = in.nextName(); key.isPresent(); key = in.nextName()) {
            if (key.get().equals("binary_data_size")) {
                binary = OptionalInt.of((int) in.readLong(0, Integer.MAX_VALUE));
            } else if (key.get().startsWith("shared_memory")) {
                throw in.malformed("there is no shared memory here: send the tensor as binary data");
            } else {
                in.skipValue();
            }
        }
        return binary;
    }
}
