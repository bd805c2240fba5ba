package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.console.ConsolePermission;
import io.signet.console.ConsoleUser;
import io.signet.gateway.web.WebReply;
import io.signet.gateway.web.WebRequest;
import io.signet.mesh.Peer;
import io.signet.mesh.Strain;
import io.signet.provisioning.login.BrowserSessions;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the console keeps in mind while time goes by: nodes that are missing, since when something is wrong, who is there. */
class ConsoleMemoryTest {
    private static final Duration SILENT = Duration.ofMinutes(61);

    private final FakeMesh mesh = new FakeMesh();
    private final HandClock clock = new HandClock();
    private final NodeParts parts = new NodeParts(
            () -> Optional.of(mesh),
            Optional::empty,
            Optional::empty,
            Optional::empty,
            Optional::empty,
            Optional::empty,
            List::of);
    private final Fleet fleet = new Fleet(parts, clock);

    private static final class HandClock implements Clock {
        private long millis = 1_800_000_000_000L;

        void advance(Duration time) {
            millis += time.toMillis();
        }

        @Override
        public long wallMillis() {
            return millis;
        }

        @Override
        public long monotonicNanos() {
            return millis * 1_000_000;
        }
    }

    /** As the mesh has it when it said nothing for {@code age}. */
    private static Peer silent(int number, Duration age) {
        Peer peer = FakeMesh.peer(number, 0, false, Strain.NONE);
        return new Peer(
                peer.node(),
                peer.owner(),
                peer.assurance(),
                false,
                true,
                peer.models(),
                0,
                0,
                peer.tasksMax(),
                peer.freeMemoryMib(),
                peer.strain(),
                peer.latencyMillis(),
                age.toMillis(),
                peer.log(),
                peer.gateway());
    }

    private List<Problem> problems() {
        return new Problems(fleet)
                .find(NodeState.now(parts, NodeState.UNKNOWN, clock.wallMillis()), clock.wallMillis())
                .gravest();
    }

    @Test
    void nodeThatTheMeshForgot_isMissing_untilItComesBack() {
        mesh.peers = List.of(silent(1, SILENT), FakeMesh.peer(2, 0));
        fleet.refresh();
        mesh.peers = List.of(FakeMesh.peer(2, 0));
        clock.advance(Duration.ofHours(2));
        List<Peer> seen = fleet.refresh();
        assertThat(seen).extracting(Peer::node).containsExactly(FakeMesh.id(1), FakeMesh.id(2));
        assertThat(seen.get(0).online()).isFalse();
        assertThat(seen.get(0).reportAgeMillis())
                .isBetween(SILENT.toMillis(), SILENT.plusHours(2).toMillis());
        assertThat(problems()).extracting(Problem::code).containsExactly("node-offline");
        mesh.peers = FakeMesh.peers(2, 0);
        assertThat(fleet.refresh()).allMatch(Peer::online).hasSize(2);
        assertThat(problems()).isEmpty();
    }

    @Test
    void missingNode_isForgottenAfterAWeek_andOneThatLeftAtOnce() {
        mesh.peers = List.of(silent(1, SILENT), FakeMesh.peer(2, 0), FakeMesh.peer(3, 0));
        fleet.refresh();
        mesh.peers = List.of(FakeMesh.peer(2, 0));
        assertThat(fleet.refresh()).extracting(Peer::node).containsExactly(FakeMesh.id(1), FakeMesh.id(2));
        clock.advance(Duration.ofDays(7));
        assertThat(fleet.refresh()).extracting(Peer::node).containsExactly(FakeMesh.id(2));
    }

    @Test
    void problem_beganWhenItWasSeenFirst_andAllAreCounted() {
        List<Peer> all = new ArrayList<>();
        for (int i = 1; i <= 250; i++) {
            all.add(silent(i, Duration.ofSeconds(20)));
        }
        mesh.peers = all;
        fleet.refresh();
        Problems problems = new Problems(fleet);
        NodeState state = NodeState.now(parts, NodeState.UNKNOWN, clock.wallMillis());
        Problems.Found first = problems.find(state, clock.wallMillis());
        clock.advance(Duration.ofMillis(700)); // the ages are still those of the last look at the mesh
        assertThat(problems.find(state, clock.wallMillis())).isEqualTo(first);
        assertThat(first.gravest()).hasSize(200);
        assertThat(first.totals()).containsExactly(new Problems.Total(Problem.Severity.ERROR, "node-offline", 250));
    }

    @Test
    void offlineNode_hasNoNumbers() {
        mesh.peers = List.of(FakeMesh.peer(1, 7));
        fleet.refresh();
        fleet.record();
        mesh.peers = List.of(FakeMesh.peer(1, 7, false, Strain.NONE));
        fleet.refresh();
        fleet.record();
        Bytes history = Json.object(out -> fleet.history(FakeMesh.id(1), out, 0));
        assertThat(new String(history.toArray(), StandardCharsets.UTF_8))
                .contains("\"online\":[1,0]", "\"queuedRows\":[7,null]", "\"freeMemoryMib\":[4000,null]");
    }

    @Test
    void session_lastsByWhatPeopleDo_notByWhatPagesAskByThemselves() {
        BrowserSessions<ConsoleUser> sessions = new BrowserSessions<>(clock, new SecureRandom());
        Bytes cookie = sessions.open(new ConsoleUser("anna", "password", Set.of(ConsolePermission.READ)))
                .cookie();
        Route.Handler done = call -> CompletableFuture.completedStage(Replies.json(200, Bytes.EMPTY));
        ConsolePages pages = new ConsolePages(
                List.of(
                        new Route("GET", "/console/v1/overview", Route.Access.READ, Route.Body.NONE, done),
                        new Route("GET", "/console/v1/events", Route.Access.READ, Route.Body.NONE, done)),
                new StaticFiles(),
                sessions,
                request -> false);
        Duration most = BrowserSessions.IDLE_MAX.minusMinutes(1);
        clock.advance(most);
        assertThat(ask(pages, cookie, "overview", Map.of())).isEqualTo(200);
        clock.advance(most);
        assertThat(ask(pages, cookie, "overview", Map.of("signet-background", "1")))
                .isEqualTo(200);
        assertThat(ask(pages, cookie, "events", Map.of())).isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        assertThat(ask(pages, cookie, "overview", Map.of())).isEqualTo(401);
    }

    private static int ask(ConsolePages pages, Bytes cookie, String what, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("cookie", Cookies.set(cookie).split(";", 2)[0]);
        WebRequest request =
                new WebRequest("GET", "/console/v1/" + what, "", headers, "127.0.0.1", List.of(), Bytes.EMPTY);
        return ((WebReply.Whole) pages.answer(request).toCompletableFuture().join()).status();
    }
}
