package io.signet.simulator.real;

import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.TaskAnswer;
import io.signet.node.MeshMember;
import io.signet.simulator.engine.DoublingModel;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunRecorder;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.statement.Tensor;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One requester: submits its jobs, and tells the recorder how they went. One thread calls {@link #submitDue}; answers come
 * on the mesh's thread.
 */
final class JobDriver {
    private static final float VALUE_MAX = 1000;

    private final RequesterGroup group;
    private final MeshMember member;
    private final RandomGenerator random;
    private final JobTimes times;
    private final Duration start;
    private final Duration end;
    private final Supplier<Duration> now;
    private final RunRecorder recorder;
    private final Heard heard;
    private Optional<Duration> next;
    private int inFlight;

    /** Hears of what the requester accepted. */
    interface Heard {
        /** A part of a job was answered, whose rows {@code sent} were. Called on the mesh's thread. */
        void answered(Duration now, TaskAnswer answer, Tensor sent);

        /** A job ended. Called on the mesh's thread. */
        void ended();
    }

    /**
     * A requester that submits jobs from {@code start} to {@code end}.
     *
     * @param now tells the time since the start of the run
     */
    JobDriver(
            RequesterGroup group,
            MeshMember member,
            RandomGenerator random,
            Duration start,
            Duration end,
            Supplier<Duration> now,
            RunRecorder recorder,
            Heard heard) {
        this.group = group;
        this.member = member;
        this.random = random;
        this.times = new JobTimes(group.arrivals(), start, end, random);
        this.start = start;
        this.end = end;
        this.now = now;
        this.recorder = recorder;
        this.heard = heard;
        this.next = times.next();
    }

    /** The requester. */
    MeshMember member() {
        return member;
    }

    /** The name of its group. */
    String group() {
        return group.name();
    }

    /** Where it is. */
    String region() {
        return group.region();
    }

    /** When it submits its next job, if it does so by the clock. */
    Optional<Duration> next() {
        return next;
    }

    /** Submits every job whose time has come. */
    void submitDue() {
        while (next.isPresent() && next.get().compareTo(now.get()) <= 0) {
            submit(times.rows());
            next = times.next();
        }
        while (isTimeForJobs() && inFlight() < times.inFlight()) {
            submit(Optional.empty());
        }
    }

    private boolean isTimeForJobs() {
        Duration at = now.get();
        return at.compareTo(start) >= 0 && at.compareTo(end) < 0;
    }

    private synchronized int inFlight() {
        return inFlight;
    }

    private synchronized void count(int jobs) {
        inFlight += jobs;
    }

    private void submit(Optional<Integer> givenRows) {
        int spread = group.jobs().rowsMax() - group.jobs().rowsMin() + 1;
        int rows = givenRows.isPresent() ? givenRows.get() : group.jobs().rowsMin() + random.nextInt(spread);
        float[] values = new float[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = random.nextFloat() * 2 * VALUE_MAX - VALUE_MAX;
        }
        Tensor x = Tensor.ofFloats(List.of((long) rows, 1L), values);
        count(1);
        long job = recorder.jobSubmitted(now.get(), rows, group.jobs().timeout());
        CompletionStage<JobResult> result = member.mesh()
                .submit(
                        new JobRequest(
                                group.jobs().model(),
                                Optional.empty(),
                                Map.of(DoublingModel.INPUT.name(), x),
                                group.jobs().timeout()),
                        answer -> answered(job, x, answer));
        result.thenAccept(ending -> ended(job, x, ending)).exceptionally(bug -> {
            recorder.violated(now.get(), Invariant.JOB_ENDS, "job " + job + " ended by a bug: " + bug);
            return null;
        });
    }

    private void answered(long job, Tensor x, TaskAnswer answer) {
        Duration at = now.get();
        Tensor sent = x.slice(answer.from(), answer.to());
        Tensor y = answer.proof().outputs().get(DoublingModel.OUTPUT.name());
        recorder.answered(at, job, answer.from(), answer.to(), y == null ? sent.rows() : wrong(sent, y));
        heard.answered(at, answer, sent);
    }

    private void ended(long job, Tensor x, JobResult ending) {
        Duration at = now.get();
        if (ending instanceof JobResult.Completed completed) {
            Tensor y = completed.outputs().get(DoublingModel.OUTPUT.name());
            if (y == null || wrong(x, y) > 0) {
                recorder.violated(at, Invariant.MERGED_IN_ORDER, "outputs of job " + job + " are not twice its inputs");
            }
        }
        recorder.jobEnded(at, job, ending instanceof JobResult.Completed);
        count(-1);
        heard.ended();
    }

    /** Rows of {@code y} that are not twice those of {@code x}. */
    private static long wrong(Tensor x, Tensor y) {
        FloatBuffer inputs = x.floats();
        FloatBuffer outputs = y.floats();
        long wrong = Math.abs(inputs.remaining() - outputs.remaining());
        while (inputs.hasRemaining() && outputs.hasRemaining()) {
            wrong += 2 * inputs.get() == outputs.get() ? 0 : 1;
        }
        return wrong;
    }
}
