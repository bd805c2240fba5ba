package io.signet.cli.bench;

import io.signet.cli.bench.HttpLoad.Turn;
import io.signet.inference.importing.ModelFile;
import io.signet.inference.importing.ModelFileException;
import io.signet.inference.model.ModelIdentity;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.Publisher;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.reference.ResNet18;
import io.signet.runtime.Clock;
import io.signet.runtime.Trees;
import io.signet.simulator.Distribution;
import io.signet.simulator.FreePorts;
import io.signet.simulator.LocalMesh;
import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A node's gateway, whose answers are attested, against a published model server for the JVM: the same network of the shape of
 * ResNet-18, the same callers, plain HTTP, in turns. Signet gets binary tensors; the other one takes text only.
 */
final class GatewayBenchmark implements Benchmark {
    private static final String THROUGHPUT = "gateway_over_vespa_throughput";
    private static final String P99 = "gateway_over_vespa_p99";
    private static final String OURS = "gateway_requests_per_second";
    private static final String OUR_P99 = "gateway_p99";

    private static final String MODEL = "network";
    private static final LocalDate MADE = LocalDate.of(2026, 1, 1);
    private static final String ONNX_FILE = "model.onnx";
    private static final Pattern NUMBERS = Pattern.compile("\\[(-?[0-9][-0-9.eE,]*)\\]");

    private static final int CALLERS = 8;
    private static final int TURNS = 8;
    private static final Duration TURN = Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    private static final Duration REQUEST_MAX = Duration.ofSeconds(30);
    /** Both compute in FP32, with libraries of different versions. */
    private static final double DIFFERENCE_MAX = 1e-3;

    @Override
    public List<String> names() {
        return List.of(THROUGHPUT, P99, OURS, OUR_P99);
    }

    @Override
    public Optional<String> missing() {
        boolean found = List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "mvn")));
        return found ? Optional.empty() : Optional.of(THROUGHPUT + " needs Maven, which fetches Vespa: install maven");
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        try {
            Path directory = Files.createTempDirectory("signet-bench-gateway-");
            try {
                return compare(directory);
            } finally {
                Trees.delete(directory);
            }
        } catch (IOException | ProvisioningException | SigningException | ModelFileException e) {
            throw new BenchmarkException("cannot serve the network: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private static List<Figure> compare(Path directory)
            throws IOException, ProvisioningException, SigningException, ModelFileException, InterruptedException,
                    BenchmarkException {
        Path network = Files.createDirectory(directory.resolve("network"));
        ResNet18.writeOnnx(network);
        ModelFile model = ModelFile.read(network.resolve(ONNX_FILE));
        List<Integer> ports = FreePorts.find(4);
        MeshHome home = home(directory, model, ports);
        Path files = Files.createDirectory(directory.resolve("vespa"));
        try (LocalMesh mesh = new LocalMesh(Distribution.locate(), home, false);
                VespaServer vespa = VespaServer.start(files, model.path(), ports.get(3), 1);
                HttpLoad load = new HttpLoad(CALLERS)) {
            mesh.start();
            String[] picture = picture(model);
            HttpRequest ours = ours(ports.get(2), model, picture);
            HttpRequest theirs = theirs(vespa, model, picture);
            requireAlike(
                    scores(await(load, ours, mesh::requireAlive)), scores(await(load, theirs, vespa::requireAlive)));
            load.run(ours, WARM_UP);
            load.run(theirs, WARM_UP);
            return measure(load, ours, theirs);
        }
    }

    private static List<Figure> measure(HttpLoad load, HttpRequest ours, HttpRequest theirs)
            throws InterruptedException, BenchmarkException {
        List<Double> ratios = new ArrayList<>();
        List<Double> speeds = new ArrayList<>();
        List<Long> ourTimes = new ArrayList<>();
        List<Long> theirTimes = new ArrayList<>();
        for (int i = 0; i < TURNS; i++) {
            boolean oursFirst = i % 2 == 0;
            Turn first = load.run(oursFirst ? ours : theirs, TURN);
            Turn second = load.run(oursFirst ? theirs : ours, TURN);
            Turn our = oursFirst ? first : second;
            Turn their = oursFirst ? second : first;
            ratios.add(our.perSecond() / their.perSecond());
            speeds.add(our.perSecond());
            ourTimes.addAll(our.nanos());
            theirTimes.addAll(their.nanos());
        }
        double p99 = p99(ourTimes);
        return List.of(
                Figure.of(THROUGHPUT, median(ratios), "", Budget.atLeast(1)),
                Figure.of(P99, p99 / p99(theirTimes), "", Budget.atMost(1)),
                Figure.stated(OURS, median(speeds), "requests/s"),
                Figure.stated(OUR_P99, p99 / 1e6, "ms"));
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    private static double p99(List<Long> nanos) {
        Collections.sort(nanos);
        return nanos.get(nanos.size() * 99 / 100);
    }

    /** A mesh of one node that serves the network: its ports are those of the broker, the gateway and the local gateway. */
    private static MeshHome home(Path directory, ModelFile model, List<Integer> ports)
            throws IOException, ProvisioningException, SigningException {
        Publisher publisher = Publisher.create(directory.resolve("publisher.pem"));
        MeshPlan plan = MeshPlan.local(
                        "bench", 1, ports.get(0), Set.of(publisher.key().value()))
                .withGatewayPorts(List.of(ports.get(1)));
        MeshHome home = MeshHome.create(directory.resolve("mesh"), plan, Clock.SYSTEM, new SecureRandom());
        Path settings = home.node(1).resolve(MeshHome.NODE_FILE);
        String port = "  port: " + ports.get(1) + "\n";
        Files.writeString(
                settings, Files.readString(settings).replace(port, port + "  local.port: " + ports.get(2) + "\n"));
        new ModelPackageWriter(
                        new ModelIdentity(MODEL, "1", "A network to measure with.", MADE),
                        new ModelInterface(
                                model.inputs(), model.outputs(), List.of(), Optional.empty(), List.of(), List.of()))
                .variant(model.format(), ONNX_FILE, model.path())
                .card(Bytes.utf8("Random weights.\n"))
                .licence("Apache-2.0", Bytes.utf8("Random weights.\n"))
                .write(
                        home.node(1).resolve(MeshHome.MODELS_DIRECTORY).resolve(MODEL + ModelPackage.EXTENSION),
                        publisher);
        return home;
    }

    /** The elements of one row, as decimals that both servers read as the same numbers. */
    private static String[] picture(ModelFile model) {
        int elements = 1;
        for (long dimension : rowShape(model)) {
            elements *= (int) dimension;
        }
        RandomGenerator random = new SplittableRandom(1);
        String[] picture = new String[elements];
        for (int i = 0; i < elements; i++) {
            picture[i] = "0." + (1_000 + random.nextInt(9_000));
        }
        return picture;
    }

    private static List<Long> rowShape(ModelFile model) {
        List<Long> shape = new ArrayList<>(model.inputs().get(0).shape());
        shape.set(0, 1L);
        return shape;
    }

    /** The Open Inference Protocol with Triton's binary tensors. */
    private static HttpRequest ours(int port, ModelFile model, String[] picture) {
        int bytes = Float.BYTES * picture.length;
        byte[] json =
                """
                {"inputs":[{"name":"%s","datatype":"FP32","shape":%s,"parameters":{"binary_data_size":%d}}],
                "parameters":{"binary_data_output":false}}"""
                        .formatted(model.inputs().get(0).name(), rowShape(model), bytes)
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(json.length + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(json);
        for (String element : picture) {
            body.putFloat(Float.parseFloat(element));
        }
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/models/" + MODEL + "/infer"))
                .header("Inference-Header-Content-Length", Integer.toString(json.length))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(body.array()))
                .timeout(REQUEST_MAX)
                .build();
    }

    /** A form with a nested list of numbers, the one way in which a tensor of any number of rows can be given. */
    private static HttpRequest theirs(VespaServer vespa, ModelFile model, String[] picture) {
        StringBuilder form = new StringBuilder(model.inputs().get(0).name()).append('=');
        nest(form, rowShape(model), picture, 0);
        return HttpRequest.newBuilder(vespa.evaluate(model.outputs().get(0).name()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form.toString()))
                .timeout(REQUEST_MAX)
                .build();
    }

    /** Writes the elements from {@code from} on as lists of {@code shape}; returns where the next begin. */
    private static int nest(StringBuilder text, List<Long> shape, String[] elements, int from) {
        if (shape.isEmpty()) {
            text.append(elements[from]);
            return from + 1;
        }
        int next = from;
        for (int i = 0; i < shape.get(0); i++) {
            text.append(i == 0 ? '[' : ',');
            next = nest(text, shape.subList(1, shape.size()), elements, next);
        }
        text.append(']');
        return next;
    }

    /** Fails if a server has ended. */
    private interface Watch {
        void requireAlive() throws IOException, BenchmarkException;
    }

    /** The first answer to {@code request}, which the server behind it may need some seconds to be ready for. */
    private static String await(HttpLoad load, HttpRequest request, Watch server)
            throws IOException, InterruptedException, BenchmarkException {
        long end = System.nanoTime() + START_MAX.toNanos();
        String last = "no answer";
        while (System.nanoTime() - end < 0) {
            server.requireAlive();
            try {
                HttpResponse<byte[]> answer = load.send(request);
                String body = new String(answer.body(), StandardCharsets.UTF_8);
                if (answer.statusCode() == 200) {
                    return body;
                }
                last = answer.statusCode() + " " + body;
            } catch (ConnectException e) {
                last = "it does not listen";
            }
            Thread.sleep(ASK_AGAIN.toMillis());
        }
        throw new BenchmarkException(request.uri() + " is not ready after " + START_MAX.toMinutes() + " min: " + last);
    }

    /** The numbers of the innermost list in {@code answer}, of which both servers' answers have one. */
    private static double[] scores(String answer) throws BenchmarkException {
        Matcher list = NUMBERS.matcher(answer);
        double[] longest = {};
        while (list.find()) {
            double[] numbers = Stream.of(list.group(1).split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            longest = numbers.length > longest.length ? numbers : longest;
        }
        return longest;
    }

    private static void requireAlike(double[] ours, double[] theirs) throws BenchmarkException {
        if (ours.length != theirs.length || ours.length == 0) {
            throw new BenchmarkException("one server gives " + ours.length + " numbers, the other " + theirs.length);
        }
        for (int i = 0; i < ours.length; i++) {
            if (Math.abs(ours[i] - theirs[i]) > DIFFERENCE_MAX) {
                throw new BenchmarkException("the servers differ: " + ours[i] + " and " + theirs[i]);
            }
        }
    }
}
