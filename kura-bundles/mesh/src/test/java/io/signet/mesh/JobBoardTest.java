package io.signet.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of jobs. */
final class JobBoardTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private TestMesh mesh;

    @BeforeEach
    void createMesh() throws Exception {
        mesh = new TestMesh(directory);
    }

    @Test
    void jobOverTwoNodes_isShownWithItsParts_andAsCompleted() throws Exception {
        mesh.addNode(1000);
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        mesh.await(mesh.submit(TestMesh.numbers(500, MINUTE), JobListener.NONE));
        JobBoard board = mesh.requester.peer().jobs();
        List<PlacedJob> jobs = board.jobsSince(0);
        assertThat(jobs).hasSize(1);
        PlacedJob job = jobs.get(0);
        assertThat(job.state()).isEqualTo(PlacedJob.State.COMPLETED);
        assertThat(job.rowsDone()).isEqualTo(500);
        assertThat(job.parts()).allMatch(part -> part.state() == PlacedJob.PartState.ANSWERED);
        assertThat(job.parts().stream().mapToInt(PlacedJob.Part::rows).sum()).isEqualTo(500);
        assertThat(job.parts().stream().map(PlacedJob.Part::node).distinct()).hasSize(2);
        assertThat(board.totals()).isEqualTo(new JobBoard.Totals(0, 1, 0));
        assertThat(board.jobsSince(job.revision())).isEmpty();
    }

    @Test
    void jobThatNobodyServes_isShownAsFailed_withTheReason() throws Exception {
        mesh.await(mesh.submit(TestMesh.numbers(10, Duration.ofSeconds(5)), JobListener.NONE));
        PlacedJob job = mesh.requester.peer().jobs().jobsSince(0).get(0);
        assertThat(job.state()).isEqualTo(PlacedJob.State.FAILED);
        assertThat(job.reason()).isNotEmpty();
        assertThat(job.endedMillis()).isPresent();
        assertThat(mesh.requester.peer().jobs().totals()).isEqualTo(new JobBoard.Totals(0, 0, 1));
    }

    @Test
    void manyJobs_areForgottenButForTheLast() throws Exception {
        mesh.addNode(100_000);
        mesh.awaitNodes(1);
        for (int i = 0; i <= JobBoard.JOBS_MAX; i++) {
            mesh.await(mesh.submit(TestMesh.numbers(1, MINUTE), JobListener.NONE));
        }
        List<PlacedJob> jobs = mesh.requester.peer().jobs().jobsSince(0);
        assertThat(jobs).hasSize(JobBoard.JOBS_MAX);
        assertThat(jobs.get(0).id()).isEqualTo(String.valueOf(JobBoard.JOBS_MAX + 1));
    }
}
