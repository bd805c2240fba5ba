package io.signet.inference.importing;

import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An array that NumPy saved ({@code *.npy}, formats 1.0 to 3.0): little-endian numbers in the order of C. */
public final class NumpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int HEAD_BYTES_MAX = 65_536;

    /** What NumPy writes: a Python dictionary with these keys in this order. */
    private static final Pattern HEAD = Pattern.compile(
            "\\{'descr': '([^']{1,16})', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\),? *\\}\\s*");

    private static final Map<String, DataType> TYPES = Map.ofEntries(
            Map.entry("|b1", DataType.BOOL),
            Map.entry("|u1", DataType.UINT8),
            Map.entry("|i1", DataType.INT8),
            Map.entry("<u2", DataType.UINT16),
            Map.entry("<i2", DataType.INT16),
            Map.entry("<u4", DataType.UINT32),
            Map.entry("<i4", DataType.INT32),
            Map.entry("<u8", DataType.UINT64),
            Map.entry("<i8", DataType.INT64),
            Map.entry("<f2", DataType.FP16),
            Map.entry("<f4", DataType.FP32),
            Map.entry("<f8", DataType.FP64));

    private NumpyFile() {}

    /**
     * Reads the array in {@code file}.
     *
     * @param bytesMax most bytes of the file
     * @throws ModelFileException if it is no such array; with what to do
     * @throws IOException if it can't be read
     */
    public static Tensor read(Path file, long bytesMax) throws ModelFileException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelFileException(file, "there is no such file");
        }
        if (Files.size(file) > bytesMax) {
            throw new ModelFileException(file, "has more than " + bytesMax + " bytes; take fewer rows");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        Matcher head = HEAD.matcher(head(bytes)
                .orElseThrow(() -> new ModelFileException(file, "is no array of NumPy; write it with numpy.save")));
        if (!head.matches()) {
            throw new ModelFileException(file, "is an array of NumPy with more in it than numbers");
        }
        DataType type = Optional.ofNullable(TYPES.get(head.group(1)))
                .orElseThrow(() -> new ModelFileException(
                        file, "has elements of type " + head.group(1) + ", which no model takes here"));
        if (head.group(2).equals("True")) {
            throw new ModelFileException(file, "is in the order of Fortran; save numpy.ascontiguousarray of it");
        }
        try {
            return Tensor.of(type, shape(head.group(3)), bytes.slice());
        } catch (IllegalArgumentException e) { // NumberFormatException among them
            throw new ModelFileException(file, "is malformed: " + e.getMessage());
        }
    }

    /** The dictionary, after which the elements follow; empty if the file begins as no such file does. */
    private static Optional<String> head(ByteBuffer bytes) {
        byte[] magic = new byte[MAGIC.length];
        if (bytes.remaining() < MAGIC.length + 6
                || !ByteBuffer.wrap(MAGIC).equals(ByteBuffer.wrap(take(bytes, magic)))) {
            return Optional.empty();
        }
        int major = bytes.get();
        bytes.get(); // the minor version changes nothing
        int size = major == 1 ? Short.toUnsignedInt(bytes.getShort()) : bytes.getInt();
        if (major < 1 || major > 3 || size < 0 || size > Math.min(HEAD_BYTES_MAX, bytes.remaining())) {
            return Optional.empty();
        }
        return Optional.of(new String(take(bytes, new byte[size]), StandardCharsets.UTF_8));
    }

    private static byte[] take(ByteBuffer bytes, byte[] into) {
        bytes.get(into);
        return into;
    }

    private static List<Long> shape(String text) {
        List<Long> shape = new ArrayList<>();
        for (String dimension : text.split(",")) {
            if (!dimension.isBlank()) {
                shape.add(Long.parseLong(dimension.strip()));
            }
        }
        return shape;
    }
}
