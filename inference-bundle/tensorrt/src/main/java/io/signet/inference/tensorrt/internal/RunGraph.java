package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import java.util.List;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;

/**
 * A CUDA graph of runs of one size: all of the model's operations and the outputs' way back, started by one call. It has an execution
 * context of its own, because TensorRT keeps in a context what the graph uses for its size.
 */
final class RunGraph implements FixedRun {
    private final CUgraphExec_st executable;
    private final CUstream_st stream;
    private final List<List<Long>> outputShapes;

    private RunGraph(CUgraphExec_st executable, CUstream_st stream, List<List<Long>> outputShapes) {
        this.executable = executable;
        this.stream = stream;
        this.outputShapes = outputShapes;
    }

    /**
     * Captures what {@code context}, which nobody else uses, does for inputs of {@code shapes}. It runs once before, which
     * TensorRT demands.
     *
     * @throws EngineException if something in it can't be captured
     */
    static RunGraph capture(LaneContext context, List<List<Long>> shapes, CUstream_st stream) throws EngineException {
        List<List<Long>> outputShapes = context.shape(shapes);
        context.enqueue(stream);
        Cuda.check("cudaStreamSynchronize", cudart.cudaStreamSynchronize(stream));
        boolean complete = false;
        try {
            RunGraph graph = new RunGraph(instance(context, stream), stream, outputShapes);
            complete = true;
            return graph;
        } finally {
            if (!complete) {
                cudart.cudaGetLastError(); // which forgets it: the next call is not to blame
            }
        }
    }

    private static CUgraphExec_st instance(LaneContext context, CUstream_st stream) throws EngineException {
        Cuda.check(
                "cudaStreamBeginCapture",
                cudart.cudaStreamBeginCapture(stream, cudart.cudaStreamCaptureModeThreadLocal)); // others compute
        CUgraph_st graph = new CUgraph_st();
        int ended;
        try {
            context.enqueue(stream);
        } finally {
            ended = cudart.cudaStreamEndCapture(stream, graph); // always, or the stream is lost
        }
        Cuda.check("cudaStreamEndCapture", ended);
        CUgraphExec_st executable = new CUgraphExec_st();
        int made = cudart.cudaGraphInstantiate(executable, graph, 0);
        cudart.cudaGraphDestroy(graph);
        Cuda.check("cudaGraphInstantiate", made);
        return executable;
    }

    @Override
    public List<List<Long>> start() throws EngineException {
        Cuda.check("cudaGraphLaunch", cudart.cudaGraphLaunch(executable, stream));
        return outputShapes;
    }

    @Override
    public void close() {
        cudart.cudaGraphExecDestroy(executable);
    }
}
