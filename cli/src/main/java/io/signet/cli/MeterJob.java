package io.signet.cli;

import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.TaskAnswer;
import io.signet.meter.MeterModel;
import io.signet.meter.MeterReader;
import io.signet.meter.Reading;
import io.signet.meter.Split;
import io.signet.runtime.Clock;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Reads pictures of meters on a mesh: their digits become the rows of jobs, and each answer's receipt is checked. */
final class MeterJob {
    /** Pictures of one job: 4.6 MB. */
    private static final int PICTURES_PER_JOB_MAX = 1_000;

    /** How much longer than the job's own time-out its end may take to arrive here. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Mesh mesh;
    private final ReceiptCheck check;
    private final Clock clock;
    private final Duration timeout;
    private final MeterReader reader = new MeterReader();
    private final AtomicLong rowsAnswered = new AtomicLong();
    private final AtomicLong firstAnswerNanos = new AtomicLong(Long.MIN_VALUE);

    /**
     * A job.
     *
     * @param check takes and checks each receipt
     * @param timeout for each thousand pictures
     */
    MeterJob(Mesh mesh, ReceiptCheck check, Clock clock, Duration timeout) {
        this.mesh = mesh;
        this.check = check;
        this.clock = clock;
        this.timeout = timeout;
    }

    /** What became of one picture. */
    sealed interface Outcome {
        /** The picture's name. */
        String picture();

        /** It was computed, in one or more parts, and this is what it shows. */
        record Computed(String picture, Reading reading, List<ReceiptCheck.Checked> parts) implements Outcome {}

        /** It is no picture that could be sent. */
        record Refused(String picture, String reason) implements Outcome {}

        /** The mesh gave no answer. */
        record Unanswered(String picture, String reason) implements Outcome {}
    }

    /**
     * Reads all pictures.
     *
     * @param progress is told how many of how many digits are answered, on the mesh's thread
     * @return one outcome a picture, in the same order
     */
    List<Outcome> run(List<Split> pictures, BiConsumer<Long, Long> progress) throws InterruptedException {
        List<Split.Digits> digits = new ArrayList<>();
        for (Split picture : pictures) {
            if (picture instanceof Split.Digits split) {
                digits.add(split);
            }
        }
        List<Outcome> computed = new ArrayList<>();
        long rows = (long) digits.size() * MeterModel.DIGITS;
        for (int from = 0; from < digits.size(); from += PICTURES_PER_JOB_MAX) {
            int to = Math.min(digits.size(), from + PICTURES_PER_JOB_MAX);
            computed.addAll(submit(digits.subList(from, to), rows, progress));
        }
        List<Outcome> all = new ArrayList<>();
        int next = 0;
        for (Split picture : pictures) {
            all.add(
                    picture instanceof Split.Refused refused
                            ? new Outcome.Refused(refused.file(), refused.message())
                            : computed.get(next++));
        }
        return all;
    }

    /** When the first answer came, in the clock's monotonic nanoseconds. */
    OptionalLong firstAnswerNanos() {
        long nanos = firstAnswerNanos.get();
        return nanos == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    private List<Outcome> submit(List<Split.Digits> pictures, long rows, BiConsumer<Long, Long> progress)
            throws InterruptedException {
        JobRequest request =
                new JobRequest(MeterModel.NAME, Optional.empty(), Map.of(MeterModel.INPUT, join(pictures)), timeout);
        JobResult result;
        try {
            result = mesh.submit(request, answer -> {
                        firstAnswerNanos.compareAndSet(Long.MIN_VALUE, clock.monotonicNanos());
                        progress.accept(rowsAnswered.addAndGet(answer.to() - answer.from()), rows);
                    })
                    .toCompletableFuture()
                    .get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a job must end by its time-out, and never exceptionally", e);
        }
        if (result instanceof JobResult.Completed completed) {
            return read(pictures, completed);
        }
        String reason = ((JobResult.Failed) result).reason();
        result.answers().forEach(check::check); // what was answered is evidence all the same
        return pictures.stream()
                .map(picture -> (Outcome) new Outcome.Unanswered(picture.file(), reason))
                .toList();
    }

    private List<Outcome> read(List<Split.Digits> pictures, JobResult.Completed completed) {
        Tensor probabilities = completed.outputs().get(MeterModel.OUTPUT);
        List<ReceiptCheck.Checked> checked = new ArrayList<>();
        for (TaskAnswer answer : completed.answers()) {
            checked.add(check.check(answer));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            long from = (long) i * MeterModel.DIGITS;
            long to = from + MeterModel.DIGITS;
            String name = pictures.get(i).file();
            if (probabilities == null) {
                outcomes.add(new Outcome.Unanswered(name, "the model has no output '" + MeterModel.OUTPUT + "'"));
                continue;
            }
            List<ReceiptCheck.Checked> parts = checked.stream()
                    .filter(part ->
                            part.answer().from() < to && from < part.answer().to())
                    .toList();
            outcomes.add(new Outcome.Computed(name, reader.read(probabilities.slice(from, to)), parts));
        }
        return outcomes;
    }

    private static Tensor join(List<Split.Digits> pictures) {
        Tensor first = pictures.get(0).crops();
        ByteBuffer joined = ByteBuffer.allocateDirect(first.sizeBytes() * pictures.size());
        for (Split.Digits picture : pictures) {
            joined.put(picture.crops().data());
        }
        List<Long> shape = new ArrayList<>(first.shape());
        shape.set(0, first.rows() * pictures.size());
        return Tensor.of(first.type(), shape, joined.flip());
    }
}
