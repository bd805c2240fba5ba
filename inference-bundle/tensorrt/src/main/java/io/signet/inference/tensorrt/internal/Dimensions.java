package io.signet.inference.tensorrt.internal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.tensorrt.nvinfer.Dims64;

/** Shapes as TensorRT holds them. */
final class Dimensions {
    private Dimensions() {}

    static List<Long> of(Dims64 dims) {
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dims.nbDims(); i++) {
            shape.add(dims.d(i));
        }
        return shape;
    }

    /** The caller closes it. */
    static Dims64 of(List<Long> shape) {
        Dims64 dims = new Dims64();
        dims.nbDims(shape.size());
        for (int i = 0; i < shape.size(); i++) {
            dims.d(i, shape.get(i));
        }
        return dims;
    }
}
