package io.signet.cli.bench;

import io.signet.inference.spi.EngineException;
import io.signet.jetson.ChannelScale;
import io.signet.jetson.CudaDevice;
import io.signet.jetson.CudaProbe;
import io.signet.jetson.JetsonLibrary;
import io.signet.jetson.NativeBuffer;
import io.signet.jetson.NativeLoading;
import io.signet.jetson.Picture;
import io.signet.jetson.PixelFormat;
import io.signet.jetson.Preprocessor;
import io.signet.jetson.Recipe;
import io.signet.jetson.TensorShape;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Pre-processing on a CUDA device against one thread of the processor: the same picture of 1920 x 1080 in NV12 to the same
 * 224 x 224 floats, in pinned memory, so that a card fetches the picture across the bus.
 */
final class CudaPreprocessBenchmark implements Benchmark {
    private static final String RATIO = "preprocess_cuda_over_one_thread";
    private static final String MICROSECONDS = "preprocess_cuda_microseconds";
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final int SIDE = 224;
    private static final Recipe RECIPE = Recipe.of(
            Picture.packed(PixelFormat.NV12_BT709, 1920, 1080),
            new TensorShape(SIDE, SIDE, TensorShape.Channels.RGB, TensorShape.Order.NCHW, TensorShape.Element.FLOAT32),
            ChannelScale.normalised(127, 60));

    @Override
    public List<String> names() {
        return List.of(RATIO, MICROSECONDS);
    }

    @Override
    public Optional<String> missing() {
        NativeLoading loading = JetsonLibrary.load();
        if (loading instanceof NativeLoading.Missing missing) {
            return Optional.of(missing.reason());
        }
        JetsonLibrary library = ((NativeLoading.Loaded) loading).library();
        if (library.probeCuda() instanceof CudaProbe.Absent absent) {
            return Optional.of(RATIO + " needs an NVIDIA device: " + absent.reason());
        }
        return library.kernels().isEmpty()
                ? Optional.of(RATIO + " needs the CUDA kernels: install nvcc and build again")
                : Optional.empty();
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        if (!(JetsonLibrary.load() instanceof NativeLoading.Loaded loaded)) {
            throw new BenchmarkException("the native library is gone");
        }
        int pictureBytes = (int) RECIPE.picture().bytes();
        int tensorBytes = SIDE * SIDE * 3 * Float.BYTES;
        try (CudaDevice device = loaded.library().openCuda();
                NativeBuffer picture = device.allocate(pictureBytes);
                NativeBuffer tensor = device.allocate(tensorBytes);
                Preprocessor onDevice = device.preprocessor();
                Preprocessor onProcessor = loaded.library().preprocessor(1)) {
            byte[] pixels = new byte[pictureBytes];
            new Random(1).nextBytes(pixels);
            picture.bytes().put(pixels);
            ByteBuffer ordinary =
                    ByteBuffer.allocateDirect(pictureBytes).put(pixels).flip();
            ByteBuffer result = ByteBuffer.allocateDirect(tensorBytes);
            TakingTurns.Way there = () -> onDevice.run(RECIPE, picture.bytes(), tensor.bytes());
            TakingTurns.Way here = () -> onProcessor.run(RECIPE, ordinary, result);
            double ratio = TakingTurns.speed(there, here, TIME);
            double micros = TakingTurns.addedNanos(there, () -> {}, TIME) / 1e3;
            if (!result.equals(tensor.bytes())) {
                throw new BenchmarkException("the device and the processor do not compute the same bytes");
            }
            return List.of(Figure.stated(RATIO, ratio, ""), Figure.stated(MICROSECONDS, micros, "µs"));
        } catch (EngineException e) {
            throw new BenchmarkException("the comparison with a CUDA device failed: " + e.getMessage(), e);
        }
    }
}
