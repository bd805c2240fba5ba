package io.signet.cli.pallet;

import io.signet.firstboot.Step;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.registrar.BookException;
import io.signet.registrar.IssuedCertificate;
import io.signet.registrar.NodeBook;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.registrar.run.RegistrarHome;
import io.signet.registrar.run.RegistrarService;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.runtime.Clock;
import io.signet.simulator.TpmNodeKeys;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/** Switches on a pallet of virtual boxes, which a real registrar on this machine enrols over HTTPS. */
public final class Pallet {
    /** So many boxes are on at a time. */
    public static final int AT_ONCE_MAX = 64;

    /** How long boxes may take to stop. */
    private static final Duration END_MAX = Duration.ofSeconds(20);

    private static final Duration BOX_TIME_MAX = Duration.ofMinutes(10);
    private static final int MODEL_BYTES = 256 * 1024;
    private static final int PASSPHRASE_BYTES = 16;
    private static final String ACTOR = "pallet";

    private final PalletPlan plan;
    private final RegistrarHome home;
    private final char[] passphrase;
    private final Path directory;
    private final Clock clock;
    private final RandomGenerator random;
    private final IntConsumer progress;
    private final AtomicInteger enrolled = new AtomicInteger();
    private final CountDownLatch half;

    private Pallet(
            PalletPlan plan,
            RegistrarHome home,
            char[] passphrase,
            Path directory,
            Clock clock,
            RandomGenerator random,
            IntConsumer progress) {
        this.plan = plan;
        this.home = home;
        this.passphrase = passphrase;
        this.directory = directory;
        this.clock = clock;
        this.random = random;
        this.progress = progress;
        this.half = new CountDownLatch((plan.honest() + 1) / 2);
    }

    /**
     * Plays {@code plan} to its end.
     *
     * @param directory an empty one, for all that is made
     * @param progress is told how many boxes have their certificates, on the boxes' threads
     * @throws ProvisioningException if a box or the registrar can't be made
     * @throws BookException if the registrar's book can't be used
     */
    public static PalletOutcome run(
            PalletPlan plan, Path directory, Clock clock, RandomGenerator random, IntConsumer progress)
            throws ProvisioningException, BookException, IOException, InterruptedException {
        byte[] secret = new byte[PASSPHRASE_BYTES];
        random.nextBytes(secret);
        char[] passphrase = HexFormat.of().formatHex(secret).toCharArray();
        RegistrarHome home = RegistrarHome.create(
                directory.resolve("owner"),
                "Pallet",
                List.of("localhost"),
                plan.emulatedTpms() ? Assurance.TPM2_INTERFACE : Assurance.SOFTWARE,
                passphrase,
                clock,
                random);
        return new Pallet(plan, home, passphrase, directory, clock, random, progress).play();
    }

    private PalletOutcome play() throws ProvisioningException, BookException, IOException, InterruptedException {
        List<Label> labels = claim();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE_MAX);
        RegistrarService registrar = start(0);
        try {
            long began = clock.monotonicNanos();
            Boxes boxes = new Boxes(
                    threads,
                    new VirtualBox.Conditions(
                            URI.create(registrar.url()), plan.askAgain(), BOX_TIME_MAX, this::reached, clock, random));
            List<Future<VirtualBox.Result>> honest = new ArrayList<>();
            for (Label label : labels) {
                honest.add(boxes.on(label));
            }
            List<Future<VirtualBox.Result>> clones = new ArrayList<>();
            for (int i = 0; i < plan.clones(); i++) {
                int original = i % labels.size();
                clones.add(boxes.onAfter(honest.get(original), labels.get(original)));
            }
            List<Future<VirtualBox.Result>> wrong = new ArrayList<>();
            for (int i = 0; i < plan.wrongCodes(); i++) {
                wrong.add(boxes.on(Label.draw(random)));
            }
            if (plan.outage().isPresent()) {
                registrar = restart(registrar, plan.outage().get());
            }
            List<VirtualBox.Result> nodes = all(honest);
            List<VirtualBox.Result> copies = all(clones);
            List<VirtualBox.Result> strangers = all(wrong);
            double seconds = (clock.monotonicNanos() - began) / 1e9;
            registrar.close();
            return new PalletOutcome(plan, nodes, copies, strangers, certificates(), seconds);
        } finally {
            end(threads, registrar);
        }
    }

    /** Nobody writes in the directory any more when this returns. */
    private static void end(ExecutorService threads, RegistrarService registrar) throws InterruptedException {
        threads.shutdownNow();
        try {
            threads.awaitTermination(END_MAX.toSeconds(), TimeUnit.SECONDS);
        } finally {
            registrar.close(); // which may have been done
        }
    }

    /** Claims all honest boxes, approved beforehand, with a model for each. */
    private List<Label> claim() throws BookException, IOException {
        byte[] model = new byte[MODEL_BYTES];
        random.nextBytes(model);
        Path models = Files.createDirectories(home.directory().resolve("models"));
        Files.write(models.resolve("model"), model);
        List<Label> labels = new ArrayList<>();
        try (NodeBook book = book()) {
            OwnerDesk desk = new OwnerDesk(book, clock, random);
            for (int i = 0; i < plan.honest(); i++) {
                Label label = Label.draw(random);
                desk.claim(label, Place.NOWHERE, true, ACTOR);
                labels.add(label);
            }
            book.transact(pages -> {
                pages.putModelsOf("", List.of(Digest.sha256(Bytes.copyOf(model))));
                return model;
            });
        }
        return labels;
    }

    private NodeBook book() throws BookException {
        return SqlNodeBook.open(home.directory().resolve("book"));
    }

    private RegistrarService start(int port) throws ProvisioningException, BookException, IOException {
        return RegistrarService.start(
                home, passphrase, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), clock, random);
    }

    /** Takes the registrar away when half of the honest boxes are enrolled. */
    private RegistrarService restart(RegistrarService registrar, Duration down)
            throws ProvisioningException, BookException, IOException, InterruptedException {
        if (!half.await(BOX_TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
            return registrar; // the boxes' results say why
        }
        int port = URI.create(registrar.url()).getPort();
        registrar.close();
        Thread.sleep(down.toMillis());
        return start(port);
    }

    private void reached(Step step) {
        if (step == Step.GETTING_PROFILE) {
            half.countDown();
            progress.accept(enrolled.incrementAndGet());
        }
    }

    private Map<String, Integer> certificates() throws BookException {
        Map<String, Integer> counts = new HashMap<>();
        try (NodeBook book = book()) {
            List<IssuedCertificate> all = book.transact(pages -> pages.certificates("", NodeBook.ROWS_MAX));
            all.forEach(certificate -> counts.merge(certificate.label().toHex(), 1, Integer::sum));
        }
        return counts;
    }

    private static List<VirtualBox.Result> all(List<Future<VirtualBox.Result>> boxes)
            throws ProvisioningException, IOException, InterruptedException {
        List<VirtualBox.Result> results = new ArrayList<>();
        for (Future<VirtualBox.Result> box : boxes) {
            try {
                results.add(box.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ProvisioningException wrong) {
                    throw wrong;
                }
                throw new IOException("a box broke: " + e.getCause(), e.getCause());
            }
        }
        return results;
    }

    /** Switches boxes on, in the order of the calls, as soon as fewer than {@link #AT_ONCE_MAX} are on. */
    private final class Boxes {
        private final ExecutorService threads;
        private final VirtualBox.Conditions conditions;
        private final NodeKeys keys = plan.emulatedTpms() ? new TpmNodeKeys() : NodeKeys.FILES;
        private int number;

        Boxes(ExecutorService threads, VirtualBox.Conditions conditions) {
            this.threads = threads;
            this.conditions = conditions;
        }

        Future<VirtualBox.Result> on(Label label) {
            int mine = ++number;
            return threads.submit(() -> box(mine, label).run(mine));
        }

        /** A copy is made of what has been in use. Its original is in the queue before it, so that it comes to its end. */
        Future<VirtualBox.Result> onAfter(Future<VirtualBox.Result> original, Label label) {
            int mine = ++number;
            return threads.submit(() -> {
                original.get();
                return box(mine, label).run(mine);
            });
        }

        private VirtualBox box(int mine, Label label) {
            return new VirtualBox(directory.resolve("b" + mine), label, keys, conditions);
        }
    }
}
