package io.signet.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceRequest;
import io.signet.inference.InferenceService;
import io.signet.inference.LoadSnapshot;
import io.signet.inference.ModelInfo;
import io.signet.mesh.ChallengeResult;
import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshStats;
import io.signet.mesh.Peer;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusComponentTest {
    @TempDir
    private Path models;

    private long nanos;
    private boolean connected;
    private List<ModelInfo> loaded = List.of();

    private final Clock clock = new Clock() {
        @Override
        public long wallMillis() {
            throw new AssertionError("the wall clock may jump");
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }
    };

    @Test
    void node_answersWhenItIsInItsMeshAndHasItsModels_andSaysBeforeWhatItLacks() throws Exception {
        Files.createFile(models.resolve("digits.signet"));
        StatusComponent status = new StatusComponent(Optional.of(models), clock);
        assertThat(status.get()).isEqualTo("JOINING\t\t");
        nanos += Duration.ofMinutes(1).toNanos();
        assertThat(status.get()).contains("does not start", "\t");

        Mesh mesh = new FakeMesh();
        status.setMesh(mesh);
        assertThat(status.get()).startsWith("JOINING\tno broker of its mesh");
        connected = true;
        status.setInference(new FakeInference());
        assertThat(status.get()).isEqualTo("LOADING\t\t");
        nanos += Duration.ofMinutes(1).toNanos();
        assertThat(status.get()).startsWith("LOADING\tnot all of its models");

        loaded = List.of(
                new ModelInfo("digits", "1", Digest.sha256(Bytes.utf8("x")), List.of(), List.of(), List.of(), 1, 1));
        assertThat(status.get()).isEqualTo("ANSWERING\t\t");

        status.unsetMesh(mesh);
        assertThat(status.get()).isEqualTo("JOINING\t\t");
    }

    @Test
    void meshThatHangs_isStuck_whateverElseIsWell() {
        StatusComponent status = new StatusComponent(Optional.empty(), clock);
        connected = true;
        status.setMesh(new FakeMesh());
        status.setPulse(() -> Duration.ofSeconds(1));
        assertThat(status.get()).isEqualTo("ANSWERING\t\t");
        status.setPulse(() -> Duration.ofMinutes(2));
        assertThat(status.get()).startsWith("STUCK\tits mesh stands still");
    }

    private final class FakeInference implements InferenceService {
        @Override
        public CompletionStage<InferenceOutcome> infer(InferenceRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ModelInfo> models() {
            return loaded;
        }

        @Override
        public List<ModelInfo> models(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LoadSnapshot load() {
            throw new UnsupportedOperationException();
        }
    }

    private final class FakeMesh implements Mesh {
        @Override
        public CompletionStage<JobResult> submit(JobRequest request, JobListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<ChallengeResult> challenge(NodeId node, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Peer> peers() {
            return List.of();
        }

        @Override
        public boolean connected() {
            return connected;
        }

        @Override
        public MeshStats stats() {
            throw new UnsupportedOperationException();
        }
    }
}
