package io.signet.openinference.internal;

import io.signet.statement.DataType;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** The elements that follow the JSON, one tensor's after the other's: Triton's extension for binary tensors. */
public final class BinaryTail {
    private static final String SPACE = " \t\r\n";

    private final ByteBuffer rest;
    private int taken;

    /** Takes tensors from {@code bytes}, as views of it. */
    public BinaryTail(ByteBuffer bytes) {
        rest = bytes.duplicate();
    }

    /** The next {@code sizeBytes} bytes as a tensor. */
    public Tensor take(String name, DataType type, List<Long> shape, int sizeBytes) throws MalformedException {
        int start = rest.position();
        if (sizeBytes > rest.remaining()) {
            throw new MalformedException(
                    "tensor '" + name + "' announces " + sizeBytes + " bytes of binary data, " + rest.remaining()
                            + " follow",
                    start);
        }
        ByteBuffer data = rest.slice(start, sizeBytes);
        rest.position(start + sizeBytes);
        taken += sizeBytes;
        Tensor tensor;
        try {
            tensor = Tensor.of(type, shape, data);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("tensor '" + name + "': " + e.getMessage(), start);
        }
        if (type == DataType.BOOL) {
            for (int i = 0; i < sizeBytes; i++) {
                if ((data.get(i) & ~1) != 0) {
                    throw new MalformedException("tensor '" + name + "': a BOOL is 0 or 1", start + i);
                }
            }
        }
        return tensor;
    }

    /** Refuses anything more. */
    public void expectEnd() throws MalformedException {
        if (rest.hasRemaining()) {
            throw new MalformedException(
                    rest.remaining()
                            + " bytes follow that are no tensor's: binary_data_size says how many a tensor has",
                    rest.position());
        }
    }

    /** The same, but if there was no tensor, white space may follow the JSON, as an editor leaves it. */
    public void expectEndOrSpace() throws MalformedException {
        while (taken == 0 && rest.hasRemaining() && SPACE.indexOf(rest.get(rest.position())) >= 0) {
            rest.get();
        }
        expectEnd();
    }
}
