package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.gateway.web.WebEvents;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.PlacedJob;
import io.signet.node.RecentEvents;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What listeners are told of jobs and events, also when the mesh's parts are replaced by others. */
class FleetAgentTest {
    private final HandClock clock = new HandClock();
    private final FakeMesh first = new FakeMesh();
    private final List<String> told = new ArrayList<>();
    private FakeMesh mesh = first;
    private RecentEvents events = new RecentEvents(clock);
    private final NodeParts parts = new NodeParts(
            () -> Optional.of(mesh),
            () -> Optional.of(mesh),
            () -> Optional.of(events),
            Optional::empty,
            Optional::empty,
            Optional::empty,
            List::of);
    private final Fleet fleet = new Fleet(parts, clock);
    private final EventHub hub = new EventHub();
    private FleetAgent agent;

    private static final class HandClock implements Clock {
        private long millis = 1_000;

        @Override
        public long wallMillis() {
            return 1_800_000_000_000L + millis;
        }

        @Override
        public long monotonicNanos() {
            return millis * 1_000_000;
        }
    }

    @BeforeEach
    void listen() {
        ConsoleIdentity identity = new ConsoleIdentity("", FakeMesh.id(1), "", "", "");
        Overview overview = new Overview(identity, parts, fleet, clock);
        agent = new FleetAgent(FakeMesh.id(1), fleet, overview, hub, parts.jobs(), cookie -> true, clock);
        hub.join(Bytes.EMPTY, () -> Bytes.EMPTY).orElseThrow().opened(new WebEvents.Sink() {
            @Override
            public boolean offer(Bytes text) {
                return told.add(new String(text.toArray(), StandardCharsets.UTF_8));
            }

            @Override
            public void end() {
                told.add("end");
            }
        });
    }

    private static PlacedJob job(String id, long revision) {
        PlacedJob job = FakeMesh.job(revision, PlacedJob.State.RUNNING);
        return new PlacedJob(
                id,
                revision,
                job.model(),
                job.rows(),
                job.rowsDone(),
                job.state(),
                job.startedMillis(),
                job.endedMillis(),
                job.reason(),
                job.retries(),
                job.parts());
    }

    /** What is told of jobs within the next second, a text for each that a reader may leave unread. */
    private List<String> jobsTold() {
        told.clear();
        clock.millis += 1_000;
        agent.doWork();
        return told.stream().filter(text -> text.startsWith("event: job")).toList();
    }

    @Test
    void manyJobs_areToldAsOne_theEldestFirst() {
        List<PlacedJob> jobs = new ArrayList<>();
        for (int i = 200; i > 0; i--) {
            jobs.add(job("j" + i, i));
        }
        first.jobs = jobs;
        List<String> all = jobsTold();
        assertThat(all).hasSize(1);
        assertThat(all.get(0).split("event: job\n", -1)).hasSize(201);
        assertThat(all.get(0).indexOf("\"j1\"")).isLessThan(all.get(0).indexOf("\"j200\""));
        assertThat(jobsTold()).as("when nothing changed").isEmpty();
    }

    @Test
    void jobsOfAnotherBoard_replaceThoseBefore_whichCountedFurther() {
        first.jobs = List.of(job("7", 500));
        assertThat(jobsTold()).hasSize(1);
        FakeMesh second = new FakeMesh();
        second.jobs = List.of(job("1", 1));
        mesh = second;
        assertThat(jobsTold())
                .singleElement()
                .satisfies(text -> assertThat(text).startsWith("event: jobs\n").contains("\"id\":\"1\""));
        second.jobs = List.of(job("1", 2));
        assertThat(jobsTold()).singleElement().satisfies(text -> assertThat(text)
                .startsWith("event: job\n"));
    }

    @Test
    void eventsOfAnotherFeed_areHeard_whichCountAnew() {
        for (int i = 0; i < 3; i++) {
            events.add(new MeshEvent.PeerOffline(FakeMesh.id(2), "silent"));
        }
        fleet.refresh();
        events = new RecentEvents(clock);
        events.add(new MeshEvent.PeerOnline(FakeMesh.id(2)));
        fleet.refresh();
        assertThat(fleet.memory(FakeMesh.id(2)).events()).hasSize(4);
    }
}
