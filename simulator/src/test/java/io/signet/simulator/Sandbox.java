package io.signet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.TaskAnswer;
import io.signet.meter.MeterDigits;
import io.signet.meter.MeterModel;
import io.signet.meter.MeterReader;
import io.signet.meter.MeterSample;
import io.signet.meter.MeterSamples;
import io.signet.meter.Reading;
import io.signet.meter.Split;
import io.signet.node.MeshMember;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A mesh of real processes for one scenario, a requester in this process, and pictures whose readings are known. */
final class Sandbox implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(90);
    private static final Duration JOB_MAX = Duration.ofMinutes(3);

    final LocalMesh mesh;
    private final MeshHome home;
    private final MeshMember requester;

    private Sandbox(MeshHome home, LocalMesh mesh, MeshMember requester) {
        this.home = home;
        this.mesh = mesh;
        this.requester = requester;
    }

    /** Makes a mesh in {@code directory}; only the requester runs. */
    static Sandbox create(Path directory, int nodes) throws Exception {
        return create(directory, nodes, NodeKeys.FILES);
    }

    /** The same with nodes' keys of another kind. */
    static Sandbox create(Path directory, int nodes, NodeKeys keys) throws Exception {
        MeshPlan plan = MeshPlan.local(
                "scenario", nodes, FreePorts.find(1).get(0), Set.of(Bytes.fromHex(MeterDigits.publisher())));
        MeshHome home = MeshHome.create(directory.resolve("mesh"), plan, keys, Clock.SYSTEM, new SecureRandom());
        for (Path node : home.nodeDirectories()) {
            Path models = Files.createDirectories(node.resolve("models"));
            Files.write(
                    models.resolve(MeterDigits.FILE_NAME),
                    MeterDigits.packageFile().toArray());
        }
        MeshProfile profile = MeshProfile.read(home.requester().resolve(MeshProfile.FILE_NAME));
        MeshMember requester = MeshMember.joinAsRequester(
                profile, Credentials.load(profile.key(), profile.chain()).key(), event -> {});
        return new Sandbox(home, new LocalMesh(Distribution.locate(), home, false), requester);
    }

    /** The mesh as the requester sees it. */
    Mesh requester() {
        return requester.mesh();
    }

    MeshHome home() {
        return home;
    }

    /** Waits until {@code count} nodes are online and serve the model. */
    void awaitNodes(int count) throws IOException {
        await("the requester sees " + count + " nodes", () -> online() == count);
        mesh.requireAlive();
    }

    long online() {
        return requester.mesh().peers().stream()
                .filter(p -> p.online() && !p.models().isEmpty())
                .count();
    }

    /** True if the log of node {@code number} holds {@code text}. */
    boolean hasLog(int number, String text) {
        try {
            return Files.readString(home.node(number).resolve("node.log")).contains(text);
        } catch (IOException notWrittenYet) {
            return false;
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Sends {@code count} pictures, the samples over and over. */
    Running send(int count) {
        return send(count, () -> {});
    }

    /** The same; {@code midJob} runs when a fifth is answered and before any further answer is taken. */
    Running send(int count, Runnable midJob) {
        List<MeterSample> samples = MeterSamples.all();
        MeterReader reader = new MeterReader();
        List<Tensor> crops = new ArrayList<>();
        for (MeterSample sample : samples) {
            crops.add(((Split.Digits) reader.split(sample.fileName(), sample.png())).crops());
        }
        ByteBuffer joined = ByteBuffer.allocateDirect(count * crops.get(0).sizeBytes());
        List<String> truths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            joined.put(crops.get(i % crops.size()).data());
            truths.add(samples.get(i % samples.size()).digits());
        }
        List<Long> shape = new ArrayList<>(crops.get(0).shape());
        shape.set(0, (long) count * MeterModel.DIGITS);
        Tensor input = Tensor.of(crops.get(0).type(), shape, joined.flip());
        Queue<TaskAnswer> heard = new ConcurrentLinkedQueue<>();
        AtomicLong untilMidJob = new AtomicLong(count * MeterModel.DIGITS / 5);
        JobListener listener = answer -> {
            heard.add(answer);
            long rows = answer.to() - answer.from();
            long before = untilMidJob.getAndAdd(-rows);
            if (before > 0 && before <= rows) {
                midJob.run();
            }
        };
        CompletableFuture<JobResult> result = requester
                .mesh()
                .submit(
                        new JobRequest(MeterModel.NAME, Optional.empty(), Map.of(MeterModel.INPUT, input), JOB_MAX),
                        listener)
                .toCompletableFuture();
        return new Running(truths, heard, result);
    }

    /** A job under way. */
    record Running(List<String> truths, Queue<TaskAnswer> heard, CompletableFuture<JobResult> result) {}

    /** Waits for the job, and checks that each picture was answered exactly once, correctly, with a proof that holds. */
    List<TaskAnswer> assertAllAnsweredOnceCorrectlyAndVerified(Running job) throws Exception {
        JobResult result = job.result().get(JOB_MAX.toSeconds() + 10, TimeUnit.SECONDS);
        assertThat(result).isInstanceOf(JobResult.Completed.class);
        Tensor probabilities = ((JobResult.Completed) result).outputs().get(MeterModel.OUTPUT);
        MeterReader reader = new MeterReader();
        for (int i = 0; i < job.truths().size(); i++) {
            Reading reading =
                    reader.read(probabilities.slice((long) i * MeterModel.DIGITS, (i + 1L) * MeterModel.DIGITS));
            assertThat(reading).isInstanceOf(Reading.Readable.class);
            assertThat(((Reading.Readable) reading).digits())
                    .isEqualTo(job.truths().get(i));
        }
        Set<Long> rows = new HashSet<>();
        Verifier stranger = new Verifier(TrustPolicyFile.read(home.requester().resolve(TrustPolicyFile.FILE_NAME))
                .policy());
        assertThat(job.heard()).hasSameSizeAs(result.answers());
        for (TaskAnswer answer : result.answers()) {
            for (long row = answer.from(); row < answer.to(); row++) {
                assertThat(rows.add(row)).as("row %d is answered once", row).isTrue();
            }
            Proof saved = Proof.decode(answer.proof().encode());
            assertThat(stranger.verify(saved, System.currentTimeMillis())).isInstanceOf(Verdict.Accepted.class);
        }
        assertThat(rows).hasSize(job.truths().size() * MeterModel.DIGITS);
        return result.answers();
    }

    @Override
    public void close() {
        requester.close();
        mesh.close();
    }
}
