package io.signet.meter.training.internal;

import io.signet.meter.MeterModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.SoftmaxCrossEntropyWithLogits;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * A network that learns: Adam (Kingma and Ba, 2015) with a rate that falls along half a cosine. One thread uses it.
 *
 * <p>TensorFlow gets one thread: sums over several are added up in an order that changes from run to run, and the second
 * core draws pictures meanwhile.
 */
final class Learner implements AutoCloseable {
    private static final double RATE = 2e-3;
    private static final float DECAY_1 = 0.9f;
    private static final float DECAY_2 = 0.999f;
    private static final float EPSILON = 1e-7f;

    /** What came out of one step. */
    record Step(double loss, double accuracy) {}

    private final Graph graph = new Graph();
    private final Session session;
    private final Map<String, Variable<TFloat32>> weights = new LinkedHashMap<>();
    private final Placeholder<TUint8> crops;
    private final Placeholder<TFloat32> labels;
    private final Placeholder<TFloat32> rate;
    private final Placeholder<TFloat32> power1;
    private final Placeholder<TFloat32> power2;
    private final Operand<TFloat32> loss;
    private final Operand<TFloat32> probabilities;
    private final List<Op> updates = new ArrayList<>();
    private int steps;

    Learner(long seed) {
        Ops tf = Ops.create(graph);
        RandomGenerator random = new SplittableRandom(seed);
        List<Op> assignments = new ArrayList<>();
        crops = DigitNetwork.crops(tf);
        labels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, MeterModel.CLASSES)));
        rate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        power1 = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        power2 = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        Operand<TFloat32> logits = DigitNetwork.logits(tf, crops, (name, shape, inputs) -> {
            Variable<TFloat32> weight = tf.variable(shape, TFloat32.class);
            float[] initial = initial(shape, inputs, random);
            assignments.add(tf.assign(weight, tf.constant(shape, DataBuffers.of(initial))));
            weights.put(name, weight);
            return weight;
        });
        SoftmaxCrossEntropyWithLogits<TFloat32> entropy = tf.nn.softmaxCrossEntropyWithLogits(logits, labels);
        loss = tf.math.mean(entropy.loss(), tf.constant(0));
        probabilities = tf.nn.softmax(logits);
        addUpdates(tf, assignments);
        session = new Session(
                graph,
                ConfigProto.newBuilder()
                        .setIntraOpParallelismThreads(1)
                        .setInterOpParallelismThreads(1)
                        .build());
        Session.Runner runner = session.runner();
        assignments.forEach(runner::addTarget);
        runner.run().close();
    }

    private void addUpdates(Ops tf, List<Op> assignments) {
        List<Variable<TFloat32>> variables = List.copyOf(weights.values());
        Output<?>[] outputs = variables.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
        Output<?>[] gradients = graph.addGradients(loss.asOutput(), outputs);
        // No weight may change before every gradient that reads it is there; TensorFlow would else race.
        Ops gated = tf.withControlDependencyOps(
                Arrays.stream(gradients).map(Output::op).toArray(Operation[]::new));
        for (int i = 0; i < gradients.length; i++) {
            Variable<TFloat32> weight = variables.get(i);
            Variable<TFloat32> mean = tf.variable(weight.shape(), TFloat32.class);
            Variable<TFloat32> spread = tf.variable(weight.shape(), TFloat32.class);
            Operand<TFloat32> zero = tf.zeros(tf.constant(weight.shape()), TFloat32.class);
            assignments.add(tf.assign(mean, zero));
            assignments.add(tf.assign(spread, zero));
            @SuppressWarnings("unchecked") // the gradient of a TFloat32 is a TFloat32
            Output<TFloat32> gradient = (Output<TFloat32>) gradients[i];
            updates.add(gated.train.applyAdam(
                    weight,
                    mean,
                    spread,
                    power1,
                    power2,
                    rate,
                    tf.constant(DECAY_1),
                    tf.constant(DECAY_2),
                    tf.constant(EPSILON),
                    gradient));
        }
    }

    /** Initial weights after He et al. (2015): normal, with a variance of two over the number of inputs. */
    private static float[] initial(Shape shape, long inputs, RandomGenerator random) {
        float[] values = new float[(int) shape.size()];
        double deviation = inputs == 0 ? 0 : Math.sqrt(2.0 / inputs);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    /** Learns from {@code batch}, the next of {@code stepsTotal}. */
    Step learn(Batch batch, int stepsTotal) {
        steps++;
        double falling = 0.5 * (1 + StrictMath.cos(StrictMath.PI * (steps - 1) / stepsTotal));
        try (TUint8 input = input(batch.crops(), batch.size());
                TFloat32 truth =
                        TFloat32.tensorOf(Shape.of(batch.size(), MeterModel.CLASSES), DataBuffers.of(batch.labels()));
                TFloat32 rateNow = TFloat32.scalarOf((float) (RATE * falling));
                TFloat32 power1Now = TFloat32.scalarOf((float) StrictMath.pow(DECAY_1, steps));
                TFloat32 power2Now = TFloat32.scalarOf((float) StrictMath.pow(DECAY_2, steps))) {
            Session.Runner runner = session.runner()
                    .feed(crops, input)
                    .feed(labels, truth)
                    .feed(rate, rateNow)
                    .feed(power1, power1Now)
                    .feed(power2, power2Now)
                    .fetch(loss)
                    .fetch(probabilities);
            updates.forEach(runner::addTarget);
            try (Result result = runner.run()) {
                return new Step(((TFloat32) result.get(0)).getFloat(), accuracy(values(result.get(1)), batch.labels()));
            }
        }
    }

    /** Probabilities of the classes, {@link MeterModel#CLASSES} for each of {@code count} crops. */
    float[] classify(byte[] all, int count) {
        try (TUint8 input = input(all, count);
                Result result =
                        session.runner().feed(crops, input).fetch(probabilities).run()) {
            return values(result.get(0));
        }
    }

    /** The weights by name, in the order in which the network asks for them. */
    Map<String, float[]> weights() {
        Map<String, float[]> learnt = new LinkedHashMap<>();
        weights.forEach((name, weight) -> {
            try (Result result = session.runner().fetch(weight).run()) {
                learnt.put(name, values(result.get(0)));
            }
        });
        return learnt;
    }

    private static TUint8 input(byte[] all, int count) {
        Shape shape = Shape.of(count, MeterModel.CROP_HEIGHT, MeterModel.CROP_WIDTH, 1);
        return TUint8.tensorOf(shape, DataBuffers.of(all));
    }

    private static float[] values(org.tensorflow.Tensor tensor) {
        float[] values = new float[(int) tensor.shape().size()];
        ((TFloat32) tensor).asRawTensor().data().asFloats().read(values);
        return values;
    }

    private static double accuracy(float[] probabilities, float[] labels) {
        int count = labels.length / MeterModel.CLASSES;
        int right = 0;
        for (int i = 0; i < count; i++) {
            if (labels[i * MeterModel.CLASSES + best(probabilities, i)] == 1) {
                right++;
            }
        }
        return (double) right / count;
    }

    /** The class with the highest probability of a crop. */
    static int best(float[] probabilities, int crop) {
        int best = 0;
        for (int i = 1; i < MeterModel.CLASSES; i++) {
            if (probabilities[crop * MeterModel.CLASSES + i] > probabilities[crop * MeterModel.CLASSES + best]) {
                best = i;
            }
        }
        return best;
    }

    /** Frees the network. */
    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
