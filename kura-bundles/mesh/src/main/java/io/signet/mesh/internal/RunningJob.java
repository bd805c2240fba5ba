package io.signet.mesh.internal;

import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.Refusal;
import io.signet.mesh.TaskAnswer;
import io.signet.statement.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A job under way: which rows were not sent yet, which must be sent again, and what was answered. */
final class RunningJob {
    private final JobRequest request;
    private final long rows;
    private final JobListener listener;
    private final CompletableFuture<JobResult> result;
    private final long deadlineMillis;
    private final int rowsPerTaskMax;
    private final JobLedger.Entry entry;
    private final Deque<Slot> redo = new ArrayDeque<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final TreeMap<Long, TaskAnswer> answers = new TreeMap<>();
    private long nextRow;
    private long answeredRows;
    private long servedSinceMillis = Long.MIN_VALUE;

    RunningJob(
            JobRequest request,
            JobListener listener,
            CompletableFuture<JobResult> result,
            long deadlineMillis,
            int rowsPerTaskMax,
            JobLedger.Entry entry) {
        this.request = request;
        this.rows = request.rows();
        this.listener = listener;
        this.result = result;
        this.deadlineMillis = deadlineMillis;
        this.rowsPerTaskMax = rowsPerTaskMax;
        this.entry = entry;
    }

    JobRequest request() {
        return request;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    int rowsPerTaskMax() {
        return rowsPerTaskMax;
    }

    /** All attempts at its tasks, open or not. */
    List<Attempt> attempts() {
        return attempts;
    }

    long remainingRows() {
        return rows - nextRow;
    }

    long unansweredRows() {
        return rows - answeredRows;
    }

    /** Rows that no node has to answer now. */
    long unsentRows() {
        long again = 0;
        for (Slot slot : redo) {
            again += slot.rows();
        }
        return remainingRows() + again;
    }

    /** Rows that some node has to answer now. */
    long rowsInFlight() {
        return Math.max(0, unansweredRows() - unsentRows());
    }

    boolean isStarted() {
        return nextRow > 0;
    }

    boolean hasWork() {
        return !redo.isEmpty() || remainingRows() > 0;
    }

    boolean isDone() {
        return result.isDone();
    }

    /** How it ended, if it did. */
    Optional<JobResult> outcome() {
        return Optional.ofNullable(result.getNow(null));
    }

    /** What people see of it. */
    JobLedger.Entry entry() {
        return entry;
    }

    /** The task that is to be sent again, if any; it stays first in line. */
    Optional<Slot> peekRedo() {
        return Optional.ofNullable(redo.peekFirst());
    }

    void takeRedo() {
        redo.removeFirst();
    }

    /** Sends {@code slot} again, unless it was answered or another attempt at it is still open. */
    boolean redo(Slot slot) {
        if (slot.answered || slot.openAttempts > 0 || redo.contains(slot)) {
            return false;
        }
        redo.addFirst(slot);
        return true;
    }

    /** Moves the first task in line to the end: others may find a node meanwhile. */
    void deferRedo() {
        redo.addLast(redo.removeFirst());
    }

    int redoCount() {
        return redo.size();
    }

    /** Cuts the next {@code rows} rows off the job. */
    Slot cut(int rows) {
        Slot slot = new Slot(nextRow, rows, request.inputs());
        nextRow += rows;
        return slot;
    }

    /** How long no node was there that serves the model; 0 if one is. */
    long waitedForNodeMillis(boolean served, long nowMillis) {
        if (served || servedSinceMillis == Long.MIN_VALUE) {
            servedSinceMillis = nowMillis;
        }
        return nowMillis - servedSinceMillis;
    }

    /** Keeps the first answer to {@code slot}; true if it was the job's last. */
    boolean answer(Slot slot, TaskAnswer answer) {
        slot.answered = true;
        redo.remove(slot);
        answers.put(slot.from(), answer);
        answeredRows += slot.rows();
        listener.answered(answer);
        return answeredRows == rows;
    }

    /** Names of the outputs, once one part is answered. */
    Optional<Map<String, Tensor>> firstOutputs() {
        return answers.isEmpty()
                ? Optional.empty()
                : Optional.of(answers.firstEntry().getValue().proof().outputs());
    }

    void complete() {
        List<TaskAnswer> inOrder = new ArrayList<>(answers.values());
        result.complete(new JobResult.Completed(
                RowMerge.join(inOrder.stream().map(a -> a.proof().outputs()).toList()), inOrder));
    }

    /** Ends it for a reason that is no one node's refusal. */
    void fail(String reason) {
        fail(reason, Optional.empty());
    }

    void fail(Refusal refusal, String reason) {
        fail(reason, Optional.of(refusal));
    }

    private void fail(String reason, Optional<Refusal> refusal) {
        result.complete(new JobResult.Failed(
                reason + " (" + answeredRows + " of " + rows + " rows were answered)",
                refusal,
                new ArrayList<>(answers.values())));
    }
}
