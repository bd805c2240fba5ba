package io.signet.jetson.internal;

import io.signet.jetson.Preprocessor;
import io.signet.jetson.Recipe;
import java.nio.ByteBuffer;

/** Computes on the processor. */
public final class CpuPreprocessor implements Preprocessor {
    /** The path that defines the results. */
    public static final String PLAIN = "plain";

    private final NativeHandle workers;
    private final String path;

    private CpuPreprocessor(NativeHandle workers, String path) {
        this.workers = workers;
        this.path = path;
    }

    /** With {@code threads} threads, the calling one included. */
    public static CpuPreprocessor create(int threads, String path) {
        NativeHandle workers =
                new NativeHandle("the preprocessor", NativeCalls.newWorkers(threads), NativeCalls::freeWorkers);
        CpuPreprocessor preprocessor = new CpuPreprocessor(workers, path);
        workers.closeWithout(preprocessor);
        return preprocessor;
    }

    @Override
    public void run(Recipe recipe, ByteBuffer picture, ByteBuffer tensor) {
        ByteBuffer source = RecipeCodec.source(recipe, picture);
        ByteBuffer target = RecipeCodec.target(recipe, tensor);
        workers.use(address -> NativeCalls.preprocess(
                address, path.equals(PLAIN), RecipeCodec.numbers(recipe), RecipeCodec.factors(recipe), source, target));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void close() {
        workers.close();
    }
}
