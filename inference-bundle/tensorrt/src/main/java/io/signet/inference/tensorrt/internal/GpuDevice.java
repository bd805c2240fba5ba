package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import java.util.HexFormat;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/**
 * The device that computes: the first one.
 *
 * @param name as its maker calls it
 * @param identity name, compute capability and UUID: what a plan is made for
 * @param shared whether it computes on the system's own memory, as on a Jetson
 */
record GpuDevice(String name, String identity, boolean shared) {
    private static final int UUID_BYTES = 16;
    private static final int NAME_CHARS_MAX = 50;

    static GpuDevice first() throws EngineException {
        Cuda.check("cudaSetDevice", cudart.cudaSetDevice(0));
        try (cudaDeviceProp properties = new cudaDeviceProp()) {
            Cuda.check("cudaGetDeviceProperties", cudart.cudaGetDeviceProperties(properties, 0));
            String name = properties.name().getString();
            byte[] uuid = new byte[UUID_BYTES];
            new BytePointer(properties.uuid()).capacity(UUID_BYTES).get(uuid);
            return new GpuDevice(
                    name,
                    name + " " + properties.major() + "." + properties.minor() + " "
                            + HexFormat.of().formatHex(uuid),
                    properties.integrated() != 0 && properties.canMapHostMemory() != 0);
        }
    }

    /** As statements name it: {@code cuda/Orin}. */
    String label() {
        String plain = name.replaceAll("[^A-Za-z0-9_. -]", "-");
        return "cuda/" + plain.substring(0, Math.min(plain.length(), NAME_CHARS_MAX));
    }
}
