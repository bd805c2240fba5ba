package io.signet.kura.internal;

import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.ai.inference.TensorDescriptor;

/**
 * Kura's tensors, which are lists of objects, and ours. Of Kura's come in
 *
 * <ul>
 *   <li>lists of {@code Byte}: the tensor's own bytes, row-major and little-endian, of the type that the model has;
 *   <li>lists of numbers or {@code Boolean}: elements, if the model's type can hold each without loss.
 * </ul>
 *
 * What goes out is a list with one number if the tensor has one element of a type that Java has, and the tensor's bytes
 * otherwise: Kura's wire component takes nothing else.
 */
final class KuraTensors {
    private KuraTensors() {}

    /**
     * Our tensor.
     *
     * @throws IllegalArgumentException if it does not fit {@code spec}; the message says why
     */
    static Tensor ours(org.eclipse.kura.ai.inference.Tensor tensor, TensorSpec spec) {
        List<Long> said = tensor.getDescriptor().getShape();
        Optional<List<Byte>> raw = tensor.getData(Byte.class);
        if (raw.isPresent()) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(raw.get().size()).order(ByteOrder.LITTLE_ENDIAN);
            raw.get().forEach(bytes::put);
            return TensorElements.packed(spec, said, bytes.flip());
        }
        List<?> values = tensor.getData(Number.class)
                .<List<?>>map(numbers -> numbers)
                .or(() -> tensor.getData(Boolean.class))
                .orElseThrow(() -> TensorElements.wrong(
                        spec, "elements of " + tensor.getType().getName() + " are no numbers"));
        return TensorElements.of(spec, said, values);
    }

    /** What Kura is told of a tensor. */
    static TensorDescriptor descriptor(TensorSpec spec) {
        return new TensorDescriptor(spec.name(), spec.type().name(), Optional.empty(), spec.shape(), Map.of());
    }

    /** Kura's tensor. */
    static org.eclipse.kura.ai.inference.Tensor kuras(String name, Tensor tensor) {
        TensorDescriptor descriptor =
                new TensorDescriptor(name, tensor.type().name(), Optional.empty(), tensor.shape(), Map.of());
        return TensorElements.single(tensor)
                .<org.eclipse.kura.ai.inference.Tensor>map(element -> one(element.getClass(), descriptor, element))
                .orElseGet(() -> {
                    ByteBuffer bytes = tensor.data();
                    List<Byte> packed = new ArrayList<>(bytes.remaining());
                    while (bytes.hasRemaining()) {
                        packed.add(bytes.get());
                    }
                    return new org.eclipse.kura.ai.inference.Tensor(Byte.class, descriptor, packed);
                });
    }

    private static <T> org.eclipse.kura.ai.inference.Tensor one(
            Class<T> type, TensorDescriptor descriptor, Object element) {
        return new org.eclipse.kura.ai.inference.Tensor(type, descriptor, List.of(type.cast(element)));
    }
}
