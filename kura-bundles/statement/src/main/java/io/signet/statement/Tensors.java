package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.internal.Labels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named tensors as they travel: the map {@code {name: [dtype, [dimensions], elements]}}, elements row-major and
 * little-endian.
 */
public final class Tensors {
    /** Most tensors of one request or answer. */
    public static final int COUNT_MAX = 16;

    /** Longest name; names are printable ASCII. */
    public static final int NAME_CHARS_MAX = Labels.CHARS_MAX;

    /** Longest name of a data type. */
    private static final int TYPE_CHARS_MAX = 6;

    /** Names are ASCII, so their encodings order by length first, then as strings do. */
    public static final Comparator<String> NAMES_IN_ORDER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private Tensors() {}

    /**
     * Writes {@code named} as one item.
     *
     * @throws IllegalArgumentException if there are more than {@link #COUNT_MAX} or a name is not allowed
     */
    public static void write(CborWriter writer, Map<String, Tensor> named) {
        List<Map.Entry<String, Tensor>> entries = inOrder(named);
        writer.startMap(entries.size());
        for (Map.Entry<String, Tensor> entry : entries) {
            Tensor tensor = entry.getValue();
            writer.writeText(entry.getKey())
                    .startArray(3)
                    .writeText(tensor.type().name());
            writeShape(writer, tensor.shape());
            writer.writeBytes(tensor.data());
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @return an unmodifiable map in the order of the encoding; the tensors are views of the reader's input
     * @throws MalformedException if it is anything else
     */
    public static Map<String, Tensor> read(CborReader reader) throws MalformedException {
        int start = reader.offset();
        int count = reader.readMapSize();
        if (count > COUNT_MAX) {
            throw new MalformedException("there are " + count + " tensors, more than " + COUNT_MAX, start);
        }
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            named.put(readName(reader), readTensor(reader));
        }
        return count == 1 ? Map.copyOf(named) : Collections.unmodifiableMap(named);
    }

    /**
     * Reads the name of a tensor.
     *
     * @throws MalformedException if it is anything else than 1 to {@link #NAME_CHARS_MAX} characters of printable ASCII
     */
    public static String readName(CborReader reader) throws MalformedException {
        int start = reader.offset();
        String name = reader.readText(NAME_CHARS_MAX);
        Labels.check("a tensor's name", name, start);
        return name;
    }

    /** Number of bytes of all elements. */
    public static long sizeBytes(Map<String, Tensor> named) {
        long size = 0;
        for (Tensor tensor : named.values()) {
            size += tensor.sizeBytes();
        }
        return size;
    }

    /**
     * Number of bytes of what {@link #write} writes.
     *
     * @throws ArithmeticException if that exceeds 2^31-1
     */
    public static int encodedSizeBytes(Map<String, Tensor> named) {
        int size = CborWriter.sizeOfHead(named.size());
        for (Map.Entry<String, Tensor> entry : named.entrySet()) {
            Tensor tensor = entry.getValue();
            // Names, types and arrays have heads as byte strings of their lengths do; names are ASCII.
            size = Math.addExact(
                    size,
                    CborWriter.sizeOfBytes(entry.getKey().length())
                            + CborWriter.sizeOfHead(3)
                            + CborWriter.sizeOfBytes(tensor.type().name().length())
                            + CborWriter.sizeOfHead(tensor.shape().size()));
            for (long dimension : tensor.shape()) {
                size += CborWriter.sizeOfHead(dimension);
            }
            size = Math.addExact(size, CborWriter.sizeOfBytes(tensor.sizeBytes()));
        }
        return size;
    }

    static void writeShape(CborWriter writer, List<Long> shape) {
        writer.startArray(shape.size());
        for (long dimension : shape) {
            writer.writeInt(dimension);
        }
    }

    /** The entries in the order of their encoded names: shorter names first (RFC 8949 section 4.2.1). */
    static <T> List<Map.Entry<String, T>> inOrder(Map<String, T> named) {
        requireAllowed(named);
        List<Map.Entry<String, T>> entries = new ArrayList<>(named.entrySet());
        if (entries.size() > 1) {
            entries.sort(Map.Entry.comparingByKey(NAMES_IN_ORDER));
        }
        return entries;
    }

    static void requireAllowed(Map<String, ?> named) {
        if (named.size() > COUNT_MAX) {
            throw new IllegalArgumentException("there are at most " + COUNT_MAX + " tensors, not " + named.size());
        }
        for (String name : named.keySet()) {
            Labels.require("a tensor's name", name);
        }
    }

    /** An unmodifiable copy in the order of {@code named}; {@code named} itself if it can't be modified. */
    static Map<String, Tensor> copyOf(Map<String, Tensor> named) {
        return named.size() <= 1 ? Map.copyOf(named) : Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    private static Tensor readTensor(CborReader reader) throws MalformedException {
        int start = reader.offset();
        reader.readArray(3);
        String typeName = reader.readText(TYPE_CHARS_MAX);
        DataType type = DataType.ofName(typeName)
                .orElseThrow(() -> new MalformedException("there is no data type of that name", start));
        int rank = reader.readArraySize();
        if (rank > Tensor.RANK_MAX) {
            throw new MalformedException("a tensor has more than " + Tensor.RANK_MAX + " dimensions", start);
        }
        List<Long> shape = new ArrayList<>(rank);
        for (int i = 0; i < rank; i++) {
            shape.add(reader.readInt(0, Integer.MAX_VALUE));
        }
        ByteBuffer data = reader.readByteBuffer(Integer.MAX_VALUE);
        try {
            return Tensor.of(type, shape, data);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), start);
        }
    }
}
