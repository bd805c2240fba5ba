package io.signet.meter.training.internal;

import io.signet.meter.training.TrainedModel.Quality;
import io.signet.meter.training.TrainingOptions;
import io.signet.meter.training.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** One training: draws batches a little ahead, learns from them, and measures what was learnt. */
public final class Training {
    private static final int AHEAD = 4;
    /** Apart from the seeds of weights and batches, so that validation pictures are none of the training's. */
    private static final long VALIDATION_SALT = 0x5eed_0f_7e57L;

    private static final long BATCHES_SALT = 0x0dd_ba7c4e5L;

    private Training() {}

    /**
     * Trains, and writes the network as a SavedModel and as an ONNX model.
     *
     * @param drawing where batches are drawn, one after another
     * @param savedModel where the SavedModel is written to; exists and is empty
     * @param onnx where the ONNX model is written to; exists and is empty
     * @throws IOException if they can't be written
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static Quality run(
            TrainingOptions options, TrainingProgress progress, Executor drawing, Path savedModel, Path onnx)
            throws IOException, InterruptedException {
        BatchArtist artist = new BatchArtist(options.seed() ^ BATCHES_SALT, options.batch());
        Deque<CompletableFuture<Batch>> ahead = new ArrayDeque<>();
        try (Learner learner = new Learner(options.seed())) {
            CompletableFuture<Batch> last = CompletableFuture.supplyAsync(artist::draw, drawing);
            ahead.add(last);
            for (int step = 1; step <= options.steps(); step++) {
                while (ahead.size() < AHEAD) {
                    // Each waits for the one before: the artist is for one thread, and the order is part of the seed.
                    last = last.thenApplyAsync(previous -> artist.draw(), drawing);
                    ahead.add(last);
                }
                Learner.Step learnt = learner.learn(await(ahead.remove()), options.steps());
                progress.learnt(step, options.steps(), learnt.loss(), learnt.accuracy());
            }
            Quality quality =
                    Validation.measure(learner, options.seed() ^ VALIDATION_SALT, options.validationPictures());
            Map<String, float[]> weights = learner.weights();
            FrozenModel.write(weights, savedModel);
            OnnxModel.write(weights, onnx);
            return quality;
        } finally {
            ahead.forEach(batch -> batch.cancel(false));
        }
    }

    private static Batch await(CompletableFuture<Batch> batch) throws InterruptedException {
        try {
            return batch.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("drawing a batch failed", e.getCause());
        }
    }
}
