package io.signet.reference;

import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Requests for any model. Real numbers are between 0 and 1, bytes are any, other whole numbers are 0 or 1. */
public final class RandomRequest {
    /** Half-precision numbers from 0.5 on: an exponent of -1, of which the fraction is drawn. */
    private static final int HALF = 0x3800;

    private static final int HALF_FRACTION = 1 << 10;

    private RandomRequest() {}

    /**
     * A tensor for each of {@code inputs}, in direct memory; the same for the same seed.
     *
     * @param rows size of a first dimension that is free; other free dimensions are 1
     * @throws IllegalArgumentException if a tensor would exceed 2^31-1 bytes
     */
    public static Map<String, Tensor> of(List<TensorSpec> inputs, int rows, long seed) {
        Map<String, Tensor> request = new HashMap<>();
        for (TensorSpec spec : inputs) {
            List<Long> shape = new ArrayList<>();
            for (int i = 0; i < spec.shape().size(); i++) {
                long dimension = spec.shape().get(i);
                shape.add(dimension != TensorSpec.ANY ? dimension : i == 0 ? rows : 1L);
            }
            RandomGenerator random = new SplittableRandom(seed ^ spec.name().hashCode());
            ByteBuffer data = ByteBuffer.allocateDirect(Tensor.sizeBytes(spec.type(), shape))
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (data.hasRemaining()) {
                put(data, spec.type(), random);
            }
            request.put(spec.name(), Tensor.of(spec.type(), shape, data.flip()));
        }
        return request;
    }

    private static void put(ByteBuffer data, DataType type, RandomGenerator random) {
        switch (type) {
            case BOOL -> data.put((byte) random.nextInt(2));
            case UINT8, INT8 -> data.put((byte) random.nextInt());
            case UINT16, INT16 -> data.putShort((short) random.nextInt(2));
            case UINT32, INT32 -> data.putInt(random.nextInt(2));
            case UINT64, INT64 -> data.putLong(random.nextInt(2));
            case FP16 -> data.putShort((short) (HALF | random.nextInt(HALF_FRACTION)));
            case FP32 -> data.putFloat(random.nextFloat());
            case FP64 -> data.putDouble(random.nextDouble());
        }
    }
}
