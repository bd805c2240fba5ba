package io.signet.gateway.internal;

import io.signet.inference.ModelInfo;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import io.signet.statement.Tensors;
import io.signet.statement.cbor.CborReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The two forms in which a sensor posts tensors. */
final class CoapInputs {
    private CoapInputs() {}

    /**
     * Named tensors in CBOR (docs/protocol.md, "Tensors").
     *
     * @throws MalformedException if {@code payload} is anything else
     */
    static Map<String, Tensor> ofCbor(byte[] payload) throws MalformedException {
        CborReader in = new CborReader(Bytes.copyOf(payload));
        Map<String, Tensor> inputs = Tensors.read(in);
        in.expectEnd();
        return inputs;
    }

    /**
     * The bare elements of rows of the model's only input, row-major and little-endian.
     *
     * @throws MalformedException if the model has not one input with rows of a fixed size, or these are no whole rows
     */
    static Map<String, Tensor> ofElements(ModelInfo model, byte[] payload) throws MalformedException {
        if (model.inputs().size() != 1 || model.inputs().get(0).rowSizeBytes().isEmpty()) {
            throw new MalformedException(
                    "the model has not one input with rows of a fixed size: send CBOR, which names type and shape", 0);
        }
        TensorSpec input = model.inputs().get(0);
        long rowBytes = input.rowSizeBytes().getAsLong();
        if (payload.length == 0 || rowBytes == 0 || payload.length % rowBytes != 0) {
            throw new MalformedException(
                    "a row of '" + input.name() + "' has " + rowBytes + " bytes, " + payload.length + " came", 0);
        }
        List<Long> shape = new ArrayList<>(input.shape());
        shape.set(0, payload.length / rowBytes);
        return Map.of(input.name(), Tensor.of(input.type(), shape, ByteBuffer.wrap(payload)));
    }
}
