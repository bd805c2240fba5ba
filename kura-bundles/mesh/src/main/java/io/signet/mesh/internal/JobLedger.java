package io.signet.mesh.internal;

import io.signet.mesh.JobBoard;
import io.signet.mesh.JobResult;
import io.signet.mesh.PlacedJob;
import io.signet.runtime.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Keeps how the last jobs went. Written by the mesh's agent, read by anyone. */
final class JobLedger implements JobBoard {
    private final Clock clock;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long started;
    private long revision;
    private int running;
    private long completed;
    private long failed;

    JobLedger(Clock clock) {
        this.clock = clock;
    }

    /** A job begins. */
    synchronized Entry begin(String model, long rows) {
        Entry entry = new Entry(String.valueOf(++started), model, rows, clock.wallMillis());
        entry.revision = ++revision;
        entries.addFirst(entry);
        if (entries.size() > JOBS_MAX) {
            entries.removeLast();
        }
        running++;
        return entry;
    }

    @Override
    public synchronized List<PlacedJob> jobsSince(long seen) {
        long now = clock.monotonicMillis();
        List<PlacedJob> jobs = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.revision > seen) {
                jobs.add(entry.view(now));
            }
        }
        return jobs;
    }

    @Override
    public synchronized Totals totals() {
        return new Totals(running, completed, failed);
    }

    /** How one job goes. */
    final class Entry {
        private final String id;
        private final String model;
        private final long rows;
        private final long startedMillis;
        private final Map<Attempt, Task> tasks = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Attempt, Task> eldest) {
                return size() > PlacedJob.PARTS_MAX;
            }
        };
        private long revision;
        private long rowsDone;
        private int retries;
        private PlacedJob.State state = PlacedJob.State.RUNNING;
        private OptionalLong endedMillis = OptionalLong.empty();
        private String reason = "";
        /** Of a job that is over. */
        private List<PlacedJob.Part> last = List.of();

        private Entry(String id, String model, long rows, long startedMillis) {
            this.id = id;
            this.model = model;
            this.rows = rows;
            this.startedMillis = startedMillis;
        }

        void sent(Attempt attempt) {
            synchronized (JobLedger.this) {
                tasks.put(attempt, new Task());
                changed();
            }
        }

        void answered(Attempt attempt) {
            synchronized (JobLedger.this) {
                rowsDone += attempt.slot().rows();
                end(attempt, PlacedJob.PartState.ANSWERED);
            }
        }

        /** Its node no longer has it. */
        void lost(Attempt attempt, boolean again) {
            synchronized (JobLedger.this) {
                retries += again ? 1 : 0;
                end(attempt, PlacedJob.PartState.RETRIED);
            }
        }

        private void end(Attempt attempt, PlacedJob.PartState became) {
            Task task = tasks.get(attempt);
            if (task != null) {
                task.state = became;
                task.millis = clock.monotonicMillis() - attempt.sentMillis();
            }
            changed();
        }

        /** The job is over; told once. */
        void ended(JobResult result) {
            synchronized (JobLedger.this) {
                if (state != PlacedJob.State.RUNNING) {
                    return;
                }
                boolean well = result instanceof JobResult.Completed;
                state = well ? PlacedJob.State.COMPLETED : PlacedJob.State.FAILED;
                reason = result instanceof JobResult.Failed failure ? failure.reason() : "";
                endedMillis = OptionalLong.of(clock.wallMillis());
                running--;
                completed += well ? 1 : 0;
                failed += well ? 0 : 1;
                long now = clock.monotonicMillis();
                tasks.forEach((attempt, task) -> task.endsWith(attempt, now));
                last = parts(now);
                tasks.clear(); // and with them the tensors that were sent
                changed();
            }
        }

        private void changed() {
            revision = ++JobLedger.this.revision;
        }

        private List<PlacedJob.Part> parts(long now) {
            List<PlacedJob.Part> parts = new ArrayList<>(tasks.size());
            tasks.forEach((attempt, task) -> parts.add(new PlacedJob.Part(
                    attempt.peer().node(),
                    attempt.slot().from(),
                    attempt.slot().rows(),
                    task.state == PlacedJob.PartState.RUNNING ? now - attempt.sentMillis() : task.millis,
                    task.state)));
            return parts;
        }

        private PlacedJob view(long now) {
            return new PlacedJob(
                    id,
                    revision,
                    model,
                    rows,
                    rowsDone,
                    state,
                    startedMillis,
                    endedMillis,
                    reason,
                    retries,
                    endedMillis.isPresent() ? last : parts(now));
        }
    }

    private static final class Task {
        private PlacedJob.PartState state = PlacedJob.PartState.RUNNING;
        private long millis;

        void endsWith(Attempt attempt, long now) {
            if (state == PlacedJob.PartState.RUNNING) {
                state = PlacedJob.PartState.RETRIED;
                millis = now - attempt.sentMillis();
            }
        }
    }
}
