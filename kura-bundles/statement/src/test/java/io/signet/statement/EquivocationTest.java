package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.TestPki.Node;
import io.signet.statement.merkle.PrefixProof;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EquivocationTest {
    private static final Node NODE = TestPki.node(TestPki.owner("Anna"), Assurance.SOFTWARE);
    private static final Node OTHER = TestPki.node(TestPki.owner("Bert"), Assurance.SOFTWARE);
    private static final TestLog LOG = new TestLog(NODE, 9);
    private static final TestLog FORK = forkAt(4);

    private static TestLog forkAt(int size) {
        TestLog fork = new TestLog(NODE, size);
        for (int i = size; i < 9; i++) {
            fork.append(Bytes.utf8("another entry " + i), NOW_MILLIS);
        }
        return fork;
    }

    private static Equivocation between(TreeHead earlier, TreeHead later, Optional<PrefixProof> path) {
        return new Equivocation(NODE.chain(), earlier, later, path);
    }

    @Test
    void twoRootsOfOneSize_areAFork() {
        Equivocation proof = between(LOG.head(NOW_MILLIS), FORK.head(NOW_MILLIS), Optional.empty());
        assertThat(proof.holds()).isTrue();
        assertThat(proof.node()).isEqualTo(NODE.id());
        assertThat(proof.describe()).contains(NODE.id().toHex(), "two different logs of 9 statements");
    }

    @Test
    void laterLogThatDoesNotBeginWithTheEarlier_isAFork() {
        for (int size : List.of(5, 6, 7, 8)) {
            Equivocation proof =
                    between(LOG.head(size, NOW_MILLIS), FORK.head(NOW_MILLIS), Optional.of(FORK.prefix(size, 9)));
            assertThat(proof.holds()).as("size %d", size).isTrue();
            assertThat(proof.describe()).contains("does not begin with the log of " + size);
        }
    }

    @Test
    void whatIsCommonToBothBranches_isNoFork() {
        for (int size : List.of(1, 2, 3, 4)) {
            assertThat(between(LOG.head(size, NOW_MILLIS), FORK.head(NOW_MILLIS), Optional.of(FORK.prefix(size, 9)))
                            .holds())
                    .as("size %d", size)
                    .isFalse();
        }
    }

    @Test
    void oneHeadSignedTwice_isNoFork() {
        assertThat(between(LOG.head(NOW_MILLIS), LOG.head(NOW_MILLIS + 1), Optional.empty())
                        .holds())
                .isFalse();
    }

    @Test
    void pathThatDoesNotLeadToTheLaterRoot_provesNothing() {
        assertThat(between(LOG.head(6, NOW_MILLIS), LOG.head(NOW_MILLIS), Optional.of(FORK.prefix(6, 9)))
                        .holds())
                .isFalse();
    }

    @Test
    void headsThatTheNodeDidNotSign_proveNothing() {
        TestLog forged = new TestLog(new Node(OTHER.keys(), NODE.chain()), 8);
        assertThat(between(forged.head(NOW_MILLIS), FORK.head(8, NOW_MILLIS), Optional.empty())
                        .holds())
                .isFalse();
        assertThat(between(FORK.head(8, NOW_MILLIS), forged.head(NOW_MILLIS), Optional.empty())
                        .holds())
                .isFalse();
    }

    @Test
    void encoding_isReadAndWrittenAgain() throws MalformedException {
        Equivocation same = between(LOG.head(NOW_MILLIS), FORK.head(NOW_MILLIS), Optional.empty());
        Equivocation later = between(LOG.head(6, NOW_MILLIS), FORK.head(NOW_MILLIS), Optional.of(FORK.prefix(6, 9)));
        for (Equivocation proof : List.of(same, later)) {
            Equivocation read = Equivocation.decode(proof.encode());
            assertThat(read).isEqualTo(proof);
            assertThat(read.holds()).isTrue();
            assertThat(proof.encode().size()).isLessThan(Equivocation.SIZE_BYTES_MAX);
        }
    }

    @Test
    void partsThatDoNotBelongTogether_areRefused() {
        TreeHead foreign = new TestLog(OTHER, 9).head(NOW_MILLIS);
        assertRefused(LOG.head(NOW_MILLIS), foreign, Optional.empty(), "one node");
        assertRefused(foreign, LOG.head(NOW_MILLIS), Optional.empty(), "one node");
        assertRefused(LOG.head(9, NOW_MILLIS), LOG.head(8, NOW_MILLIS), Optional.empty(), "1 to 8");
        assertRefused(new TestLog(NODE, 0).head(NOW_MILLIS), LOG.head(NOW_MILLIS), Optional.empty(), "not 0");
        assertRefused(LOG.head(5, NOW_MILLIS), LOG.head(NOW_MILLIS), Optional.empty(), "other sizes");
        assertRefused(LOG.head(5, NOW_MILLIS), LOG.head(NOW_MILLIS), Optional.of(LOG.prefix(4, 9)), "other sizes");
        assertRefused(LOG.head(5, NOW_MILLIS), LOG.head(NOW_MILLIS), Optional.of(LOG.prefix(5, 8)), "other sizes");
    }

    private static void assertRefused(TreeHead earlier, TreeHead later, Optional<PrefixProof> path, String why) {
        assertThatThrownBy(() -> between(earlier, later, path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
