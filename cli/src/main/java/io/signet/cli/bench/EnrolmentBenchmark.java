package io.signet.cli.bench;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.BookException;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.registrar.Registrar;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.runtime.Clock;
import io.signet.runtime.Trees;
import io.signet.statement.MalformedException;
import io.signet.statement.TrustPolicy;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * How many nodes with TPMs a registrar enrols in a second: connection, attributes, challenge, evidence checked, certificate
 * signed and written to the disk. The nodes are on the same machine, and their TPMs did their part before.
 *
 * <p>Each round has a new registrar with an empty book, whose secrets are those of the round before, so that what the nodes
 * prepared is still good.
 */
final class EnrolmentBenchmark implements Benchmark {
    private static final String RATE = "enrolments_per_second_";
    private static final String MEDIAN = "enrolment_p50_";
    private static final String P99 = "enrolment_p99_";
    private static final List<String> WAYS = List.of("coaps", "https");

    private static final int NODES = 32;
    private static final int CALLERS = 8;
    private static final int WARM_UP_ROUNDS = 6;
    private static final int ROUNDS = 15;
    /** Of the registrars' secrets; nothing here protects anything. */
    private static final long SEED = 1;

    @Override
    public List<String> names() {
        return WAYS.stream()
                .flatMap(way -> Stream.of(RATE + way, MEDIAN + way, P99 + way))
                .toList();
    }

    @Override
    public Optional<String> missing() {
        return EmulatedTpm.isInstalled()
                ? Optional.empty()
                : Optional.of(RATE + "... needs emulated TPMs: apt-get install swtpm");
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        try {
            Path directory = Files.createTempDirectory("signet-enrol-");
            try (Bench bench = Bench.in(directory)) {
                List<Figure> figures = new ArrayList<>(bench.measure(new CoapsEnrolment()));
                figures.addAll(bench.measure(new HttpsEnrolment(bench.identity, bench.owner.certificate())));
                return figures;
            } finally {
                Trees.delete(directory);
            }
        } catch (IOException
                | GeneralSecurityException
                | ProvisioningException
                | SigningException
                | TpmException
                | BookException
                | MalformedException e) {
            throw new BenchmarkException("cannot enrol nodes: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    /** An owner, his registrar's server, and boxes with labels. */
    private record Bench(
            Path directory,
            OwnerAuthority owner,
            Credentials identity,
            List<TpmKey> keys,
            List<Label> labels,
            List<EmulatedTpm> tpms)
            implements AutoCloseable {
        static Bench in(Path directory) throws IOException, ProvisioningException, TpmException {
            RandomGenerator random = new SecureRandom();
            OwnerAuthority owner = OwnerAuthority.create(directory.resolve("owner"), "Bench", Clock.SYSTEM, random);
            HardwareKey server = Credentials.createKey(directory.resolve("registrar.key"));
            Bench bench = new Bench(
                    directory,
                    owner,
                    new Credentials(server, owner.issueRegistrar(CertificateRequest.of(server), List.of("localhost"))),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
            for (int i = 0; i < NODES; i++) {
                Path home = Files.createDirectory(directory.resolve("node-" + i));
                EmulatedTpm tpm = EmulatedTpm.start(home.resolve("tpm"), false);
                bench.tpms.add(tpm);
                bench.keys.add(TpmKey.open(TpmOptions.of(tpm.address(), home.resolve("identity")), random));
                bench.labels.add(Label.draw(random));
            }
            return bench;
        }

        private Registrar registrar(SqlNodeBook book) {
            TrustPolicy policy = TrustPolicy.of(List.of(owner.certificate()));
            return new Registrar(owner, policy, book, Clock.SYSTEM, new SplittableRandom(SEED));
        }

        private SqlNodeBook book(String name) throws BookException {
            SqlNodeBook book = SqlNodeBook.open(directory.resolve(name));
            OwnerDesk desk = new OwnerDesk(book, Clock.SYSTEM, new SecureRandom());
            for (Label label : labels) {
                desk.claim(label, Place.NOWHERE, true, "bench");
            }
            return book;
        }

        List<Figure> measure(EnrolmentWay way)
                throws IOException, GeneralSecurityException, ProvisioningException, SigningException, BookException,
                        MalformedException, BenchmarkException, InterruptedException {
            List<EnrollingNode> nodes = new ArrayList<>();
            try (SqlNodeBook book = book(way.name())) {
                Registrar registrar = registrar(book);
                for (int i = 0; i < NODES; i++) {
                    Label label = labels.get(i);
                    nodes.add(EnrollingNode.of(registrar, keys.get(i), label, way.channel(label)));
                }
            }
            List<Double> rates = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                try (SqlNodeBook book = book(way.name() + round);
                        EnrolmentWay.Service service = way.serve(registrar(book), identity)) {
                    long start = System.nanoTime();
                    List<Long> took = enrolAll(service, nodes);
                    if (round >= 0) {
                        rates.add(NODES * 1e9 / (System.nanoTime() - start));
                        times.addAll(took);
                    }
                }
            }
            Collections.sort(rates);
            Collections.sort(times);
            return List.of(
                    Figure.stated(RATE + way.name(), rates.get(rates.size() / 2), "nodes/s"),
                    Figure.stated(MEDIAN + way.name(), times.get(times.size() / 2) / 1e6, "ms"),
                    Figure.stated(P99 + way.name(), times.get(times.size() * 99 / 100) / 1e6, "ms"));
        }

        @Override
        public void close() {
            keys.forEach(TpmKey::close);
            tpms.forEach(EmulatedTpm::close);
        }
    }

    /** Enrols all {@code nodes} once, some at a time; how long each took. */
    private static List<Long> enrolAll(EnrolmentWay.Service service, List<EnrollingNode> nodes)
            throws InterruptedException, BenchmarkException {
        Queue<EnrollingNode> left = new ConcurrentLinkedQueue<>(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            Callable<List<Long>> caller = () -> {
                List<Long> took = new ArrayList<>();
                for (EnrollingNode node = left.poll(); node != null; node = left.poll()) {
                    long before = System.nanoTime();
                    service.enrol(node);
                    took.add(System.nanoTime() - before);
                }
                return took;
            };
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> one : threads.invokeAll(Collections.nCopies(CALLERS, caller))) {
                all.addAll(one.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new BenchmarkException("a node was not enrolled: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }
}
