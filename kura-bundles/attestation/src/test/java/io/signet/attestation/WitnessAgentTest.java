package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Equivocation;
import io.signet.statement.Sighting;
import io.signet.statement.TreeHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WitnessAgentTest {
    private final FaultyStorage storage = new FaultyStorage();
    private final Random random = new Random(7);
    private final ForkingNode node = new ForkingNode(4);

    private WitnessAgent open() throws IOException {
        return WitnessFixture.open(storage, random, 100);
    }

    private Sighting ask(WitnessAgent witness, int branch, int size) {
        return WitnessFixture.ask(witness, node, node.head(branch, size), Optional.empty());
    }

    private Sighting ask(WitnessAgent witness, int branch, int from, int size) {
        return WitnessFixture.ask(witness, node, node.head(branch, size), Optional.of(node.path(branch, from, size)));
    }

    @Test
    void firstSight_isSignedFor_andWhatFollowsMustExtendIt() throws IOException {
        WitnessAgent witness = open();
        assertThat(ask(witness, 0, 6)).isEqualTo(new Sighting.Extends());
        assertThat(ask(witness, 0, 6)).isEqualTo(new Sighting.Extends());
        assertThat(ask(witness, 0, 6, 9)).isEqualTo(new Sighting.Extends());
        assertThat(ask(witness, 0, 12)).isInstanceOfSatisfying(Sighting.Behind.class, behind -> assertThat(
                        behind.last().size())
                .isEqualTo(9));
    }

    @Test
    void memory_outlivesTheProcess() throws IOException {
        WitnessAgent witness = open();
        ask(witness, 0, 6);
        ask(witness, 0, 6, 9);
        witness.close();
        witness = open();
        assertThat(ask(witness, 0, 7)).isInstanceOf(Sighting.Behind.class);
        assertThat(ask(witness, 0, 9, 10)).isEqualTo(new Sighting.Extends());
        storage.boot(FaultyStorage.Survivor.random(random)); // the power went; nothing that was said is lost
        witness = open();
        assertThat(ask(witness, 0, 10)).isEqualTo(new Sighting.Extends());
        assertThat(ask(witness, 1, 10)).isInstanceOf(Sighting.Forked.class);
    }

    @Test
    void fork_isRemembered_andNothingMoreIsSignedForThatNode() throws IOException {
        WitnessAgent witness = open();
        ask(witness, 0, 6);
        assertThat(ask(witness, 1, 6, 8)).isInstanceOf(Sighting.Forked.class);
        assertThat(ask(witness, 0, 6, 8)).isInstanceOf(Sighting.Forked.class);
        assertThat(witness.found()).singleElement().satisfies(proof -> assertThat(proof.holds())
                .isTrue());
        witness.close();
        witness = open();
        assertThat(witness.found()).hasSize(1);
        assertThat(ask(witness, 0, 6, 8)).isInstanceOf(Sighting.Forked.class);
    }

    @Test
    void forkThatAnotherFound_isKeptApart() throws IOException {
        WitnessAgent witness = open();
        Equivocation proof = new Equivocation(node.chain(), node.head(0, 9), node.head(1, 9), Optional.empty());
        witness.keep(proof);
        witness.doWork();
        assertThat(witness.forks()).containsExactly(proof);
        assertThat(witness.found()).isEmpty();
        witness.close();
        witness = open();
        assertThat(witness.forks()).containsExactly(proof);
        assertThat(witness.found()).isEmpty();
        assertThat(ask(witness, 0, 3)).isInstanceOf(Sighting.Forked.class);
    }

    @Test
    void contradictionsInOneBatch_areNoticed() throws IOException {
        WitnessAgent witness = open();
        CompletableFuture<Sighting> one =
                witness.observe(node.chain(), node.head(0, 6), Optional.empty()).toCompletableFuture();
        CompletableFuture<Sighting> other =
                witness.observe(node.chain(), node.head(1, 6), Optional.empty()).toCompletableFuture();
        witness.doWork();
        assertThat(one.join()).isEqualTo(new Sighting.Extends());
        assertThat(other.join()).isInstanceOf(Sighting.Forked.class);
    }

    @Test
    void nothingIsSigned_whileTheDiskIsFull() throws IOException {
        WitnessAgent witness = open();
        storage.setFreeBytes(0);
        assertThat(ask(witness, 0, 6)).isInstanceOf(Sighting.Refused.class);
        storage.setFreeBytes(Long.MAX_VALUE);
        assertThat(ask(witness, 1, 6))
                .as("what was not signed for binds nobody")
                .isEqualTo(new Sighting.Extends());
    }

    @Test
    void moreLogsThanThereIsRoomFor_areRefused_andNoneIsForgotten() throws IOException {
        WitnessAgent witness = WitnessFixture.open(storage, random, 2);
        List<ForkingNode> nodes = List.of(new ForkingNode(9), new ForkingNode(9), new ForkingNode(9));
        List<Sighting> sightings = new ArrayList<>();
        nodes.forEach(n -> sightings.add(WitnessFixture.ask(witness, n, n.head(0, 3), Optional.empty())));
        assertThat(sightings.get(1)).isEqualTo(new Sighting.Extends());
        assertThat(sightings.get(2))
                .isInstanceOfSatisfying(Sighting.Refused.class, refused -> assertThat(refused.reason())
                        .contains("no room for more than 2 logs"));
        ForkingNode first = nodes.get(0);
        assertThat(WitnessFixture.ask(witness, first, first.head(0, 4), Optional.of(first.path(0, 3, 4))))
                .isEqualTo(new Sighting.Extends());
    }

    @Test
    void journal_isRewrittenInLessRoom() throws IOException {
        WitnessAgent witness = open();
        ask(witness, 0, 1);
        int longest = 0;
        int size = 1;
        while (storage.get("witness").length >= longest) { // one head is remembered, and each write adds to the file
            longest = storage.get("witness").length;
            TreeHead next = node.head(0, size + 1);
            assertThat(WitnessFixture.ask(witness, node, next, Optional.of(node.path(0, size, size + 1))))
                    .isEqualTo(new Sighting.Extends());
            size++;
        }
        assertThat(longest).isLessThan(1 << 18);
        witness.close();
        assertThat(ask(open(), 0, size)).isEqualTo(new Sighting.Extends());
    }

    @Test
    void damagedMemory_isNotOpened() throws IOException {
        WitnessAgent witness = open();
        ask(witness, 0, 6);
        ask(witness, 0, 6, 9);
        witness.close();
        byte[] file = storage.get("witness");
        file[40] ^= 1;
        storage.put("witness", file);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("damaged at offset 16");
    }

    @Test
    void closedWitness_refuses() throws IOException {
        WitnessAgent witness = open();
        witness.close();
        assertThat(witness.observe(node.chain(), node.head(0, 6), Optional.empty())
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Sighting.Refused.class);
        assertThat(witness.consistency(0, 0).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void consistencyOfTheOwnLog_isProved() throws Exception {
        LogAgent log = LogFixture.open(new FaultyStorage(), new TestKey(), new TestClock());
        LogFixture.append(log, 0, 7);
        WitnessAgent witness = WitnessAgent.open(storage, log, random, 10);
        var proof = witness.consistency(3, 7).toCompletableFuture();
        witness.doWork();
        assertThat(proof.join()).contains(log.consistency(3, 7));
    }
}
