package io.signet.jetson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.signet.jetson.TensorShape.Channels;
import io.signet.jetson.TensorShape.Element;
import io.signet.jetson.TensorShape.Order;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Devices as Java sees them, with stubs of the driver; what the native half does with them is tested in C++. */
final class CudaTest {
    private static final Recipe RECIPE = Recipe.of(
            Picture.packed(PixelFormat.RGB, 2, 1),
            new TensorShape(2, 1, Channels.BGR, Order.NCHW, Element.FLOAT32),
            new ChannelScale(2, 1));

    private static JetsonLibrary library;

    @BeforeAll
    static void load() {
        library = TestLibrary.load();
    }

    private static String stub(String kind) {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        return Path.of("target/cmake", architecture, "libcuda-stub-" + kind + ".so")
                .toAbsolutePath()
                .toString();
    }

    private static CudaDevice open() {
        assumeFalse(library.kernels().isEmpty(), "this build has no CUDA kernels: nvcc is not installed");
        return library.openCuda(stub("device"));
    }

    @Test
    void noDriver_isAnAnswer() {
        assertThat(library.probeCuda("libnone-of-this-name.so"))
                .isInstanceOfSatisfying(CudaProbe.Absent.class, absent -> assertThat(absent.reason())
                        .startsWith("no CUDA driver: libnone-of-this-name.so"));
    }

    @Test
    void driverWithoutDevice_isAnAnswer() {
        assertThat(library.probeCuda(stub("no-device-error")))
                .isEqualTo(new CudaProbe.Absent("no CUDA device: cuInit says CUDA_ERROR_NO_DEVICE (100)"));
        assertThat(library.probeCuda(stub("no-devices")))
                .isEqualTo(new CudaProbe.Absent("no CUDA device: the driver counts none"));
    }

    @Test
    void device_isDescribed() {
        assertThat(library.probeCuda(stub("device")))
                .isEqualTo(new CudaProbe.Present("Stub", 8, 7, 64 << 20, true, 12060));
    }

    @Test
    void thisMachine_hasADeviceOrAReason() {
        CudaProbe probe = library.probeCuda();
        if (probe instanceof CudaProbe.Absent absent) {
            assertThat(absent.reason()).startsWith("no CUDA ");
        } else {
            assertThat(((CudaProbe.Present) probe).memoryBytes()).isPositive();
        }
    }

    @Test
    void openingWithoutDevice_saysWhy() {
        assertThatThrownBy(() -> library.openCuda(stub("no-devices")))
                .isInstanceOf(CudaException.class)
                .hasMessage("no CUDA device: the driver counts none");
    }

    @Test
    void device_computesInItsOwnBuffers() {
        try (CudaDevice device = open();
                NativeBuffer picture = device.allocate(6);
                NativeBuffer tensor = device.allocate(24);
                Preprocessor preprocessor = device.preprocessor()) {
            assertThat(picture.pinned()).isTrue();
            picture.bytes().put(new byte[] {1, 2, 3, 4, 5, 6});
            preprocessor.run(RECIPE, picture.bytes(), tensor.bytes());
            float[] values = new float[6];
            tensor.bytes().asFloatBuffer().get(values);
            assertThat(values).containsExactly(7, 13, 5, 11, 3, 9);
            assertThat(preprocessor.path()).isEqualTo("cuda");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> preprocessor.run(RECIPE, TestLibrary.direct(6L), tensor.bytes()))
                    .withMessage("the picture must lie in a buffer that this device has allocated");
        }
    }

    @Test
    void deviceThatFails_isACudaException() {
        open().close(); // leaves the test out where there are no kernels
        try (CudaDevice device = library.openCuda(stub("fails-late"));
                NativeBuffer buffer = device.allocate(64)) {
            ByteBuffer bytes = buffer.bytes();
            assertThatThrownBy(() -> device.preprocessor().run(RECIPE, bytes.slice(0, 8), bytes.slice(8, 24)))
                    .isInstanceOf(CudaException.class)
                    .hasMessage("cuStreamSynchronize says CUDA_ERROR_ILLEGAL_ADDRESS (700)");
            assertThatThrownBy(() -> device.allocate(65 << 20))
                    .isInstanceOf(CudaException.class)
                    .hasMessage("cuMemHostAlloc says CUDA_ERROR_OUT_OF_MEMORY (2)");
        }
    }

    @Test
    void useAfterClose_isNamed() {
        CudaDevice device = open();
        NativeBuffer buffer = device.allocate(64);
        ByteBuffer kept = buffer.bytes();
        Preprocessor preprocessor = device.preprocessor();
        buffer.close();
        buffer.close();
        assertReleased(buffer::bytes, "the buffer is closed");
        Preprocessor ended = device.preprocessor();
        ended.close();
        assertReleased(() -> ended.run(RECIPE, kept, kept), "the preprocessor is closed");
        device.close();
        device.close();
        assertReleased(() -> device.allocate(1), "the CUDA device is closed");
        assertReleased(device::preprocessor, "the CUDA device is closed");
        assertReleased(() -> preprocessor.run(RECIPE, kept, kept), "the CUDA device is closed");
        kept.put(63, (byte) 1); // what was handed out before is still memory
        assertThat(kept.get(63)).isEqualTo((byte) 1);
    }

    @Test
    void allocatingWhileItCloses_givesMemoryOrSaysSo() throws Exception {
        int bytes = 33 << 20; // so many that the stub's malloc maps them, and memory that is freed too early is a crash
        ExecutorService allocator = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 300; i++) {
                CudaDevice device = open();
                CountDownLatch started = new CountDownLatch(1);
                Future<Optional<ByteBuffer>> memory = allocator.submit(() -> {
                    started.countDown();
                    try {
                        return Optional.of(device.allocate(bytes).bytes());
                    } catch (ReleasedException e) {
                        return Optional.empty();
                    }
                });
                started.await();
                device.close();
                memory.get().ifPresent(kept -> assertThat(
                                kept.put(bytes - 1, (byte) 7).get(bytes - 1))
                        .isEqualTo((byte) 7));
            }
        } finally {
            allocator.shutdownNow();
        }
    }

    private static void assertReleased(Runnable use, String message) {
        assertThatThrownBy(use::run).isInstanceOf(ReleasedException.class).hasMessage(message);
    }

    @Test
    void ordinaryMemory_isAlignedAndTakesItsPlace() {
        try (NativeBuffer buffer = NativeBuffer.ordinary(100)) {
            assertThat(buffer.pinned()).isFalse();
            assertThat(buffer.bytes().capacity()).isEqualTo(100);
            assertThat(buffer.bytes().order()).isEqualTo(ByteOrder.nativeOrder());
            assertThat(buffer.bytes().alignmentOffset(0, NativeBuffer.ALIGNMENT_BYTES))
                    .isZero();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> NativeBuffer.ordinary(0));
    }
}
