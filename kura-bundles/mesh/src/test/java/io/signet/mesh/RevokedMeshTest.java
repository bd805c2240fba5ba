package io.signet.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Topics;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.Revocation;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RevokedMeshTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Topics TOPICS = new Topics(TestMesh.NAME);

    @TempDir
    private Path directory;

    private TestMesh mesh(int nodes) throws Exception {
        return mesh(nodes, WitnessPlan.NONE);
    }

    private TestMesh mesh(int nodes, WitnessPlan witnesses) throws Exception {
        TestMesh mesh = new TestMesh(directory, witnesses, 0);
        for (int i = 0; i < nodes; i++) {
            mesh.addNode(1000);
        }
        mesh.awaitNodes(nodes);
        if (!witnesses.equals(WitnessPlan.NONE)) {
            mesh.pass(3_500); // until they take tasks without a confirmation of their logs
        }
        return mesh;
    }

    private static Bytes list(TestMesh mesh, OwnerAuthority signer, long number, TestMesh.Member... revoked) {
        List<Revocation> entries = new ArrayList<>();
        for (TestMesh.Member member : revoked) {
            X509Certificate leaf = member.identity().chain().leaf();
            entries.add(new Revocation(leaf.getSerialNumber(), Instant.ofEpochMilli(mesh.clock.wallMillis()), false));
        }
        return signer.revocationList(entries, BigInteger.valueOf(number), WEEK);
    }

    private static String topic(OwnerAuthority owner) {
        return TOPICS.revocations(owner.digest());
    }

    private static void publish(TestMesh mesh, Bytes list) {
        mesh.broker.inject(Outgoing.retained(topic(mesh.owner), list, Duration.ZERO));
        mesh.pass(500);
    }

    private static long dropped(TestMesh.Member member, DropReason reason) {
        return member.peer().stats().dropped().get(reason);
    }

    private static Set<NodeId> nodes(JobResult result) {
        return result.answers().stream().map(TaskAnswer::node).collect(Collectors.toSet());
    }

    private static JobResult complete(TestMesh mesh) {
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(200, MINUTE), JobListener.NONE));
        assertThat(result).isInstanceOf(JobResult.Completed.class);
        return result;
    }

    @Test
    void revokedNode_getsNoMoreWorkAndItsTasksAreDoneElsewhere() throws Exception {
        TestMesh mesh = mesh(2);
        TestMesh.Member revoked = mesh.nodes.get(0);
        List<TaskAnswer> late = new ArrayList<>();
        CompletableFuture<JobResult> job = mesh.submit(TestMesh.numbers(5_000, MINUTE), answer -> {
            if (mesh.events.stream().anyMatch(MeshEvent.Revoked.class::isInstance)) {
                late.add(answer);
            }
        });
        mesh.run(300);
        publish(mesh, list(mesh, mesh.owner, 1, revoked));
        JobResult result = mesh.await(job);
        mesh.pass(5_000);

        assertThat(result).isInstanceOf(JobResult.Completed.class);
        assertThat(nodes(result)).contains(revoked.peer().node());
        assertThat(late).isNotEmpty().noneMatch(answer -> answer.node()
                .equals(revoked.peer().node()));
        assertThat(mesh.events)
                .filteredOn(MeshEvent.Revoked.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(MeshEvent.Revoked.class, event -> {
                    assertThat(event.node()).isEqualTo(revoked.peer().node());
                    assertThat(event.reason()).contains("O=Test").contains("revoked its certificate");
                });
        assertThat(mesh.events).anyMatch(MeshEvent.TaskRetried.class::isInstance);
        assertThat(mesh.requester.peer().peers())
                .extracting(Peer::node)
                .containsExactly(mesh.nodes.get(1).peer().node());
        assertThat(dropped(mesh.requester, DropReason.REVOKED)).isPositive(); // its reports
        assertThat(nodes(complete(mesh)))
                .containsExactly(mesh.nodes.get(1).peer().node());
    }

    @Test
    void revokedNode_isNotServedAnyMore() throws Exception {
        TestMesh mesh = mesh(2);
        TestMesh.Member revoked = mesh.nodes.get(0);
        TestMesh.Member other = mesh.nodes.get(1);
        revoked.link().deaf(topic(mesh.owner)); // a liar that goes on as before
        publish(mesh, list(mesh, mesh.owner, 1, revoked));
        long served = other.peer().stats().tasksServed();
        var job = revoked.peer()
                .submit(TestMesh.numbers(200, Duration.ofSeconds(8)), JobListener.NONE)
                .toCompletableFuture();
        JobResult result = mesh.await(job);

        assertThat(nodes(result)).doesNotContain(other.peer().node());
        assertThat(other.peer().stats().tasksServed()).isEqualTo(served);
        assertThat(dropped(other, DropReason.REVOKED)).isPositive();
    }

    @Test
    void revokedNode_isNoWitnessAnyMore() throws Exception {
        TestMesh mesh = mesh(4, WitnessPlan.DEFAULT);
        TestMesh.Member revoked = mesh.nodes.get(0);
        publish(mesh, list(mesh, mesh.owner, 1, revoked));
        mesh.pass(3_000);
        long before = revoked.peer().stats().headsCosigned();
        JobResult result = complete(mesh);

        assertThat(revoked.peer().stats().headsCosigned()).isEqualTo(before);
        assertThat(result.answers())
                .allSatisfy(answer -> assertThat(answer.proof().cosignatures())
                        .hasSize(2)
                        .noneMatch(c -> c.witness().node().equals(revoked.peer().node())));
    }

    @Test
    void revokedNode_saysSoItselfAndTakesNoMoreWork() throws Exception {
        TestMesh mesh = mesh(1);
        TestMesh.Member revoked = mesh.nodes.get(0);
        mesh.requester.link().deaf(topic(mesh.owner)); // its broker holds the list back
        publish(mesh, list(mesh, mesh.owner, 1, revoked));
        mesh.pass(3_000);

        assertThat(mesh.nodeEvents.get(revoked.peer().node()))
                .filteredOn(MeshEvent.SelfRevoked.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(MeshEvent.SelfRevoked.class, event -> assertThat(event.reason())
                        .contains("their owner has revoked them"));
        assertThat(mesh.requester.peer().peers()).noneMatch(Peer::accepting);
    }

    @Test
    void nodeWithANewCertificate_isBack() throws Exception {
        TestMesh mesh = mesh(1);
        TestMesh.Member node = mesh.nodes.get(0);
        publish(mesh, list(mesh, mesh.owner, 1, node));
        assertThat(mesh.requester.peer().peers()).isEmpty();
        mesh.restartWithNewCertificate(node);
        mesh.awaitNodes(1);
        assertThat(nodes(complete(mesh))).containsExactly(node.peer().node());
        assertThat(mesh.requester.peer().peers()).hasSize(1);
    }

    @Test
    void listsThatAreWrong_changeNothing() throws Exception {
        TestMesh mesh = mesh(1);
        TestMesh.Member node = mesh.nodes.get(0);
        OwnerAuthority impostor =
                OwnerAuthority.create(directory.resolve("impostor"), "Test", mesh.clock, new Random(5));
        publish(mesh, list(mesh, mesh.owner, 7));
        publish(mesh, list(mesh, impostor, 8, node)); // of the same name, signed by another key
        publish(mesh, Bytes.utf8("no list"));
        publish(mesh, Bytes.copyOf(new byte[(4 << 20) + 1]));
        publish(mesh, list(mesh, mesh.owner, 6, node)); // an older one
        publish(mesh, list(mesh, mesh.owner, 7, node)); // another of the same number
        publish(mesh, Bytes.EMPTY);

        assertThat(dropped(mesh.requester, DropReason.BAD_SIGNATURE)).isEqualTo(1);
        assertThat(dropped(mesh.requester, DropReason.MALFORMED)).isEqualTo(1);
        assertThat(dropped(mesh.requester, DropReason.OVERSIZED)).isEqualTo(1);
        assertThat(dropped(mesh.requester, DropReason.REPLAYED)).isEqualTo(2);
        assertThat(mesh.events).noneMatch(MeshEvent.Revoked.class::isInstance);
        assertThat(nodes(complete(mesh))).containsExactly(node.peer().node());
    }

    @Test
    void restartedMember_knowsWhatItKnew() throws Exception {
        TestMesh mesh = mesh(2);
        TestMesh.Member revoked = mesh.nodes.get(0);
        publish(mesh, list(mesh, mesh.owner, 2, revoked));
        TestMesh.Member again = mesh.restart(mesh.nodes.get(1));
        mesh.broker.inject(Outgoing.retained(topic(mesh.owner), list(mesh, mesh.owner, 1), Duration.ZERO)); // older
        mesh.pass(6_000);

        assertThat(dropped(again, DropReason.REPLAYED)).isPositive();
        assertThat(dropped(again, DropReason.REVOKED)).isPositive();
        assertThat(again.peer().peers())
                .noneMatch(peer -> peer.node().equals(revoked.peer().node()));
    }

    @Test
    void listOfTheFuture_waitsForItsTime() throws Exception {
        TestMesh mesh = mesh(1);
        TestMesh.Member node = mesh.nodes.get(0);
        FakeClock ahead = new FakeClock();
        ahead.advanceMillis(mesh.clock.wallMillis() - ahead.wallMillis() + 360_000);
        OwnerAuthority early = OwnerAuthority.open(directory.resolve("owner"), ahead, new Random(1));
        publish(mesh, list(mesh, early, 3, node));
        assertThat(dropped(mesh.requester, DropReason.STALE)).isEqualTo(1);
        assertThat(mesh.requester.peer().peers()).hasSize(1);
        mesh.pass(75_000);
        assertThat(mesh.requester.peer().peers()).isEmpty();
    }

    @Test
    void overdueList_staysInForce() throws Exception {
        TestMesh mesh = mesh(1);
        publish(mesh, list(mesh, mesh.owner, 1, mesh.nodes.get(0)));
        mesh.clock.advanceMillis(WEEK.toMillis() + 60_000);
        mesh.pass(15_000);
        assertThat(mesh.requester.peer().peers()).isEmpty();
    }

    @Test
    void clockThatLags_doesNotDelayARevocation() throws Exception {
        TestMesh mesh = mesh(1);
        TestMesh.Member laggard = mesh.addNode(1000, mesh.clock.skewed(-30_000), 32);
        mesh.pass(3_000);
        TestMesh.Member revoked = mesh.nodes.get(0);
        assertThat(laggard.peer().peers())
                .extracting(Peer::node)
                .contains(revoked.peer().node());
        publish(mesh, list(mesh, mesh.owner, 1, revoked));
        assertThat(laggard.peer().peers())
                .extracting(Peer::node)
                .doesNotContain(revoked.peer().node());
    }
}
