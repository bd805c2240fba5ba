package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.tensorrt.TensorRt;
import io.signet.inference.tensorrt.TensorRtOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/** TensorRT in its process: makes plans of ONNX models, keeps them, and runs them. */
final class PlanEngine implements Engine {
    private static final String FILE_NAME = "model.onnx";
    private static final String PLANS = "plans";

    private final TensorRtOptions options;
    private final GpuDevice device;
    private final TensorRtLog log = new TensorRtLog();
    private final PlanCache cache;

    PlanEngine(TensorRtOptions options, GpuDevice device) {
        this.options = options;
        this.device = device;
        this.cache = new PlanCache(options.cache().resolve(PLANS), PlanEngine::say);
    }

    @Override
    public String name() {
        return TensorRt.NAME;
    }

    @Override
    public String version() {
        return nvinfer.getInferLibMajorVersion() + "." + nvinfer.getInferLibMinorVersion() + "."
                + nvinfer.getInferLibPatchVersion();
    }

    @Override
    public String device() {
        return device.label();
    }

    @Override
    public boolean supports(String format) {
        return format.equals(TensorRt.FORMAT);
    }

    @Override
    public Session open(Path directory, String format, SessionOptions session) throws EngineException {
        if (!supports(format)) {
            throw new EngineException("TensorRT runs " + TensorRt.FORMAT + ", not " + format);
        }
        Path file = directory.resolve(FILE_NAME);
        try {
            ByteBuffer model = mapped(file);
            PlanRecipe recipe = PlanRecipe.of(directory, session, options.precision(), PlanEngine::say);
            try {
                return open(recipe, model, file.toString(), session);
            } catch (CalibrationException e) {
                PlanRecipe more = recipe.withoutInt8(String.valueOf(e.getMessage()), PlanEngine::say);
                return open(more, model, file.toString(), session);
            }
        } catch (CalibrationException | IOException e) { // the former of a plan that needs no calibration: never
            throw EngineException.of("cannot load the ONNX model " + file, e);
        }
    }

    /** To the node's log. */
    private static void say(String line) {
        System.err.println(line);
    }

    private Session open(PlanRecipe recipe, ByteBuffer model, String name, SessionOptions session)
            throws EngineException, CalibrationException, IOException {
        PlanKey key = new PlanKey(
                PlanKey.sha256(model),
                version(),
                device.identity(),
                recipe.precision().text(),
                recipe.samplesSha256(),
                session.rowsMax(),
                options.workspaceMib());
        Optional<ICudaEngine> kept = kept(key);
        ICudaEngine engine = kept.isPresent() ? kept.get() : built(key, recipe, model, name);
        // With the precision, because it decides what comes out.
        String version = version() + "-" + recipe.precision().text();
        return PlanSession.open(engine, version, device, log, options.graphs(), session);
    }

    private static ByteBuffer mapped(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException("it has " + channel.size() + " bytes, more than 2^31-1");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private Optional<ICudaEngine> kept(PlanKey key) throws IOException {
        Optional<ByteBuffer> plan = cache.read(key);
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        Optional<ICudaEngine> engine = deserialized(plan.get());
        if (engine.isEmpty()) {
            say(String.valueOf(log.failure("a plan that was kept does not load and is built again")
                    .getMessage()));
            cache.remove(key);
        }
        return engine;
    }

    private ICudaEngine built(PlanKey key, PlanRecipe recipe, ByteBuffer model, String name)
            throws EngineException, CalibrationException, IOException {
        ByteBuffer plan = new PlanBuilder(options.workspaceMib(), recipe, log).build(model, name, key.rowsMax());
        Optional<ICudaEngine> engine = deserialized(plan);
        if (engine.isEmpty()) {
            throw log.failure("TensorRT does not load the plan that it made of " + name);
        }
        cache.write(key, plan);
        return engine.get();
    }

    private Optional<ICudaEngine> deserialized(ByteBuffer plan) {
        IRuntime runtime = nvinfer.createInferRuntime(log);
        if (runtime == null || runtime.isNull()) {
            return Optional.empty();
        }
        try (BytePointer bytes = new BytePointer(plan)) {
            ICudaEngine engine = runtime.deserializeCudaEngine(bytes, plan.remaining());
            return engine == null || engine.isNull() ? Optional.empty() : Optional.of(engine);
        }
    }
}
