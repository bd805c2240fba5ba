package io.signet.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.model.CalibrationSamples;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Publisher;
import io.signet.inference.model.PublisherKey;
import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.Precision;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import io.signet.inference.tensorrt.TensorRt;
import io.signet.inference.tensorrt.TensorRtOptions;
import io.signet.meter.MeterDigits;
import io.signet.meter.MeterModel;
import io.signet.meter.MeterReader;
import io.signet.meter.MeterSample;
import io.signet.meter.MeterSamples;
import io.signet.meter.Split;
import io.signet.statement.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same request to every engine that works on this machine, on the same package. */
final class EnginesAgreeTest {
    private static final int ROWS = 8;

    /** Publishers say how far engines of 32 bits may be apart; one of 16 bits may be so many times as far. */
    private static final double HALF_PRECISION = 100;

    /** Rows from which ranges of values are learnt. */
    private static final int SAMPLES = 256;

    /** More than TensorRT waits before it takes a size for a common one. */
    private static final int RUNS = 30;

    /** How far answers of one engine to one request may be apart: no more than adding up in another order costs. */
    private static final double SAME = 1e-5;

    @TempDir
    Path directory;

    private List<Engine> engines;

    /** The engines that work here; what does not work is printed with the reason. */
    private List<Engine> findEngines() {
        List<Engine> present = new ArrayList<>();
        for (EngineAvailability availability : List.of(
                OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine()),
                TensorFlowEngine.probe(TensorFlowOptions.forThisMachine()),
                TensorRt.probe(TensorRtOptions.in(directory.resolve("plans"))))) {
            if (availability instanceof EngineAvailability.Available available) {
                present.add(available.engine());
            } else {
                System.out.println(availability);
            }
        }
        return present;
    }

    @BeforeEach
    void find() {
        engines = findEngines();
    }

    /** Asks every engine for both requests, of which the first is compared; the second must give something else. */
    private void assertAgreement(ModelPackage model, Map<String, Tensor> request, Map<String, Tensor> another)
            throws Exception {
        Map<String, Map<String, Tensor>> answers = new LinkedHashMap<>();
        for (Engine engine : engines) {
            var variant = model.manifest().variants().stream()
                    .filter(v -> engine.supports(v.format()))
                    .findFirst();
            for (Set<Precision> lower : variant.isPresent() ? precisions(engine) : List.<Set<Precision>>of()) {
                Path unpacked = model.unpack(variant.orElseThrow(), directory.resolve("cache"));
                try (Session session =
                        engine.open(unpacked, variant.orElseThrow().format(), SessionOptions.DEFAULT.allowing(lower))) {
                    answers.put(engine.label(session), session.run(request));
                    assertThat(Difference.largest(session.run(request), session.run(another)))
                            .as("what another request changes")
                            .isGreaterThan(
                                    model.manifest().tolerance().orElseThrow().absolute());
                    if (engine.name().equals(TensorRt.NAME)) {
                        assertSameAgainAndAgain(session, request);
                    }
                }
            }
        }
        String name = model.manifest().identity().name();
        System.out.println(name + " compared on " + answers.keySet());
        assertThat(answers).as("engines on this machine").hasSizeGreaterThan(1);
        Map<String, Tensor> first = answers.values().iterator().next();
        double tolerance = model.manifest().tolerance().orElseThrow().absolute();
        answers.forEach((engine, answer) -> {
            double difference = Difference.largest(first, answer);
            System.out.println(name + ", " + engine + ": differs by " + difference + " of " + tolerance + " at most");
            boolean half = engine.endsWith("-" + Precision.FP16.text());
            assertThat(difference).as(engine).isLessThanOrEqualTo(half ? HALF_PRECISION * tolerance : tolerance);
        });
    }

    /** 32 bits, and 16 where an engine has them. */
    private static List<Set<Precision>> precisions(Engine engine) {
        return engine.name().equals(TensorRt.NAME) ? List.of(Set.of(), Set.of(Precision.FP16)) : List.of(Set.of());
    }

    /** Sizes that come often are computed in another way: that must not change what comes out, whatever comes in between. */
    private static void assertSameAgainAndAgain(Session session, Map<String, Tensor> request) throws Exception {
        Map<String, Tensor> row = RandomRequest.of(session.inputs(), 1, 7);
        Map<String, Tensor> answer = session.run(request);
        Map<String, Tensor> rowAnswer = session.run(row);
        for (int i = 0; i < RUNS; i++) {
            assertThat(Difference.largest(session.run(request), answer)).isLessThan(SAME);
            assertThat(Difference.largest(session.run(row), rowAnswer)).isLessThan(SAME);
        }
    }

    @Test
    void meterDigits_everyEngineAgrees() throws Exception {
        Path file = Files.write(
                directory.resolve(MeterDigits.FILE_NAME),
                MeterDigits.packageFile().toArray());

        assertAgreement(
                ModelPackage.read(file, Set.of(PublisherKey.fromHex(MeterDigits.publisher()))), sample(0), sample(1));
    }

    private static Map<String, Tensor> sample(int index) {
        MeterSample sample = MeterSamples.all().get(index);
        Split.Digits split = (Split.Digits) new MeterReader().split(sample.fileName(), sample.png());
        return Map.of(MeterModel.INPUT, split.crops());
    }

    @Test
    void resNet18_everyEngineAgrees() throws Exception {
        Publisher publisher = Publisher.create(directory.resolve("publisher.pem"));
        Path file = directory.resolve("resnet.signet");
        Set<String> formats = Stream.of(ResNet18.ONNX, ResNet18.SAVED_MODEL)
                .filter(format -> engines.stream().anyMatch(engine -> engine.supports(format)))
                .collect(Collectors.toSet());
        ResNet18.writePackage(file, Files.createDirectory(directory.resolve("work")), publisher, formats);

        ModelPackage model = ModelPackage.read(file, Set.of(publisher.key()));
        assertAgreement(
                model,
                RandomRequest.of(model.manifest().contract().inputs(), ROWS, 42),
                RandomRequest.of(model.manifest().contract().inputs(), ROWS, 43));
    }

    /** 8 bits are for whoever measured what they cost; here they must be used, be said, and be far from nonsense. */
    @Test
    void resNet18_calibrated_isComputedWith8BitsWhereThereAreSome() throws Exception {
        Path network = Files.createDirectory(directory.resolve("network"));
        ResNet18.writeOnnx(network);
        for (Engine engine : engines) {
            if (engine.name().equals(TensorRt.NAME)) {
                assertEightBits(engine, network);
            }
        }
    }

    private static void assertEightBits(Engine engine, Path network) throws Exception {
        try (Session exact = engine.open(network, ResNet18.ONNX, SessionOptions.DEFAULT)) {
            Map<String, Tensor> request = RandomRequest.of(exact.inputs(), ROWS, 42);
            Map<String, Tensor> exactAnswer = exact.run(request);
            SessionOptions lower = SessionOptions.DEFAULT.allowing(Set.copyOf(Precision.LOWER));
            try (Session without = engine.open(network, ResNet18.ONNX, lower)) {
                assertThat(engine.label(without)).as("without samples").endsWith("-fp16");
            }
            CalibrationSamples samples = new CalibrationSamples(RandomRequest.of(exact.inputs(), SAMPLES, 1));
            Files.write(
                    network.resolve(CalibrationSamples.FILE_NAME),
                    samples.encode().toArray());
            try (Session with = engine.open(network, ResNet18.ONNX, lower)) {
                assertThat(engine.label(with)).as("with samples").endsWith("-int8-fp16");
                Map<String, Tensor> answer = with.run(request);
                double difference = Difference.largest(exactAnswer, answer);
                double range = range(exactAnswer.get(ResNet18.OUTPUT));
                System.out.println(engine.label(with) + ": differs by " + difference + " of a range of " + range);
                assertThat(difference).isBetween(Double.MIN_VALUE, range / 4);
            }
        }
    }

    private static double range(Tensor scores) {
        FloatBuffer values = scores.floats();
        float lowest = Float.POSITIVE_INFINITY;
        float highest = Float.NEGATIVE_INFINITY;
        while (values.hasRemaining()) {
            float value = values.get();
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        return highest - lowest;
    }
}
