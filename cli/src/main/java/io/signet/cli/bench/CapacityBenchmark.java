package io.signet.cli.bench;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.SessionKey;
import io.signet.attestation.SoftwareKey;
import io.signet.mesh.MeshIdentity;
import io.signet.mesh.MeshLimits;
import io.signet.mesh.MeshPeer;
import io.signet.mesh.Refusal;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.mesh.WitnessPlan;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.NodeLoad;
import io.signet.mesh.spi.NodeServices;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.TaskService;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Transport;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.TrustPolicy;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** Size of the capacity report of a node that serves as many models as one holds, under the longest names. */
final class CapacityBenchmark implements Benchmark {
    private static final String NAME = "capacity_report_bytes";
    private static final String MESH = "bench";

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        try (TestLog files = TestLog.create()) {
            Path directory = files.directory();
            OwnerAuthority owner =
                    OwnerAuthority.create(directory.resolve("owner"), "Benchmark", Clock.SYSTEM, new SecureRandom());
            HardwareKey key = SoftwareKey.create(directory.resolve("node.pem"));
            IdentityChain chain = IdentityChain.of(owner.issueNode(CertificateRequest.of(key), Assurance.SOFTWARE));
            SessionKey session = SessionKey.create(key, Clock.SYSTEM, Duration.ofHours(1));
            Recorder recorder = new Recorder();
            MeshPeer peer = MeshPeer.create(
                    new MeshPeer.Settings(MESH, "bench", MeshLimits.DEFAULT, 4096, true, WitnessPlan.NONE),
                    () -> new MeshIdentity(chain, session.certificate(), session.signer(), session.sealingKey()),
                    TrustPolicy.of(List.of(owner.certificate())),
                    MeshPeer.Environment.of(recorder, Clock.SYSTEM, new SecureRandom()),
                    Optional.of(NodeServices.of(new BusyService())),
                    event -> {});
            peer.doWork();
            String topic = new Topics(MESH).capacity(chain.node());
            int bytes = recorder.sent.stream()
                    .filter(message -> message.topic().equals(topic))
                    .mapToInt(message -> message.payload().size())
                    .max()
                    .orElseThrow(() -> new BenchmarkException("the node sent no capacity report"));
            return List.of(Figure.of(NAME, bytes, "bytes", Budget.atMost(512)));
        } catch (IOException | AttestationException | ProvisioningException | SigningException e) {
            throw new BenchmarkException("cannot make a node to measure: " + e.getMessage(), e);
        }
    }

    /** Reports the largest numbers that occur. */
    private static final class BusyService implements TaskService {
        @Override
        public CompletionStage<TaskOutcome> execute(TaskOrder order) {
            return CompletableFuture.completedStage(new TaskOutcome.Refused(Refusal.BUSY, "only measured"));
        }

        @Override
        public NodeLoad load() {
            List<ServedModel> models = IntStream.range(0, NodeLoad.REPORTED_MODELS_MAX)
                    .mapToObj(i -> ServedModel.of(
                            "m".repeat(ServedModel.NAME_CHARS_MAX - 1) + i,
                            Digest.sha256(Bytes.utf8("model " + i)),
                            1e9))
                    .toList();
            return new NodeLoad(models, Integer.MAX_VALUE, 1 << 20, Strain.THROTTLED);
        }
    }

    /** A connection that keeps what is sent. */
    private static final class Recorder implements Transport {
        private final List<Outgoing> sent = new ArrayList<>();

        @Override
        public void start(List<String> filters, LongFunction<Optional<Will>> will) {
            // always connected
        }

        @Override
        public boolean publish(Outgoing message) {
            sent.add(message);
            return true;
        }

        @Override
        public int poll(Consumer<Incoming> consumer, int max) {
            return 0;
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public long connectionEpoch() {
            return System.currentTimeMillis();
        }

        @Override
        public void setWake(Runnable wake) {
            // nothing ever comes
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
