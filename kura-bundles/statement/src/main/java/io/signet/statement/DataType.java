package io.signet.statement;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Element types of tensors, by their names in the Open Inference Protocol (KServe v2). */
public enum DataType {
    BOOL(1),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    FP32(4),
    FP64(8);

    private static final Map<String, DataType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(DataType::name, t -> t));

    private final int sizeBytes;

    DataType(int sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    /** Size of one element. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** The type with that Open Inference Protocol name, empty if there is none. */
    public static Optional<DataType> ofName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
