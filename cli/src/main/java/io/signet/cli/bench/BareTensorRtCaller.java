package io.signet.cli.bench;

import io.signet.reference.ResNet18;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;

/**
 * Who calls TensorRT, with an execution context, a stream, pinned memory and memory of the device of its own. It brings a
 * request from its own memory to the device, and the answer back.
 */
final class BareTensorRtCaller {
    private static final int COLOURS = 3;

    private final IExecutionContext context;
    private final CUstream_st stream = new CUstream_st();
    private final BytePointer pinnedRequest;
    private final BytePointer pinnedAnswer;
    private final Pointer deviceRequest;
    private final Pointer deviceAnswer;
    private final ByteBuffer request;
    private final ByteBuffer answer;

    BareTensorRtCaller(ICudaEngine engine, int rows) throws BenchmarkException {
        this.request = ByteBuffer.allocateDirect(rows * ResNet18.SIZE * ResNet18.SIZE * COLOURS * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        SplittableRandom random = new SplittableRandom(rows);
        while (request.hasRemaining()) {
            request.putFloat(random.nextFloat());
        }
        this.answer = ByteBuffer.allocateDirect(rows * ResNet18.CLASSES * Float.BYTES);
        check(cudart.cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking));
        this.pinnedRequest = pinned(request.capacity());
        this.pinnedAnswer = pinned(answer.capacity());
        this.deviceRequest = onDevice(request.capacity());
        this.deviceAnswer = onDevice(answer.capacity());
        this.context = engine.createExecutionContext();
        try (Dims64 shape = new Dims64()) {
            shape.nbDims(4).d(0, rows).d(1, ResNet18.SIZE).d(2, ResNet18.SIZE).d(3, COLOURS);
            if (!context.setInputShape(ResNet18.INPUT, shape)
                    || !context.setTensorAddress(ResNet18.INPUT, deviceRequest)
                    || !context.setTensorAddress(ResNet18.OUTPUT, deviceAnswer)) {
                throw new BenchmarkException("TensorRT does not take the request");
            }
        }
    }

    private static BytePointer pinned(long size) throws BenchmarkException {
        BytePointer memory = new BytePointer();
        check(cudart.cudaHostAlloc(memory, size, cudart.cudaHostAllocDefault));
        return memory.capacity(size);
    }

    private static Pointer onDevice(long size) throws BenchmarkException {
        Pointer memory = new Pointer();
        check(cudart.cudaMalloc(memory, size));
        return memory;
    }

    private static void check(int status) throws BenchmarkException {
        if (status != cudart.cudaSuccess) {
            throw new BenchmarkException(
                    "CUDA failed: " + cudart.cudaGetErrorString(status).getString());
        }
    }

    /** Computes the request, and copies the answer out. */
    void run() throws BenchmarkException {
        pinnedRequest.asByteBuffer().put(request.clear());
        check(cudart.cudaMemcpyAsync(
                deviceRequest, pinnedRequest, request.capacity(), cudart.cudaMemcpyHostToDevice, stream));
        if (!context.enqueueV3(stream)) {
            throw new BenchmarkException("TensorRT failed");
        }
        check(cudart.cudaMemcpyAsync(
                pinnedAnswer, deviceAnswer, answer.capacity(), cudart.cudaMemcpyDeviceToHost, stream));
        check(cudart.cudaStreamSynchronize(stream));
        answer.clear().put(pinnedAnswer.asByteBuffer());
    }
}
