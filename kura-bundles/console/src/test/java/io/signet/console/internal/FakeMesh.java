package io.signet.console.internal;

import io.signet.mesh.ChallengeResult;
import io.signet.mesh.JobBoard;
import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshStats;
import io.signet.mesh.Peer;
import io.signet.mesh.PlacedJob;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A mesh that is what a test says. */
final class FakeMesh implements Mesh, JobBoard {
    volatile List<Peer> peers = List.of();
    volatile List<PlacedJob> jobs = List.of();

    static NodeId id(int number) {
        return NodeId.fromHex(String.format("%032x", number));
    }

    /** A node that is well, and has so many rows to do. */
    static Peer peer(int number, int queuedRows) {
        return peer(number, queuedRows, true, Strain.NONE);
    }

    static Peer peer(int number, int queuedRows, boolean online, Strain strain) {
        return new Peer(
                id(number),
                "Anna",
                Assurance.TPM2,
                online,
                true,
                List.of(ServedModel.of("digits", Digest.sha256(Bytes.utf8("digits")), 100)),
                queuedRows,
                1,
                8,
                4000,
                strain,
                12.34,
                800,
                Optional.empty(),
                Optional.empty());
    }

    static List<Peer> peers(int count, int queuedRows) {
        List<Peer> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(peer(i, queuedRows));
        }
        return List.copyOf(all);
    }

    static PlacedJob job(long revision, PlacedJob.State state) {
        return new PlacedJob(
                "7",
                revision,
                "digits",
                100,
                40,
                state,
                1_800_000_000_000L,
                OptionalLong.empty(),
                "",
                1,
                List.of(new PlacedJob.Part(id(1), 0, 40, 35, PlacedJob.PartState.ANSWERED)));
    }

    @Override
    public CompletionStage<JobResult> submit(JobRequest request, JobListener listener) {
        throw new AssertionError("the console places no jobs");
    }

    @Override
    public CompletionStage<ChallengeResult> challenge(NodeId node, Duration timeout) {
        return CompletableFuture.completedStage(new ChallengeResult.Failed("it does not answer"));
    }

    @Override
    public List<Peer> peers() {
        return peers;
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public MeshStats stats() {
        return new MeshStats(Map.of(), 11, 10, 1, 0, 5, 0, 3, 2, 0);
    }

    @Override
    public List<PlacedJob> jobsSince(long revision) {
        return jobs.stream().filter(job -> job.revision() > revision).toList();
    }

    @Override
    public Totals totals() {
        return new Totals(1, 10, 2);
    }
}
