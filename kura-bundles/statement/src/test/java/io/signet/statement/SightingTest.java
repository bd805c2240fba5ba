package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.TestPki.Node;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.PrefixProof;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SightingTest {
    private static final Node NODE = TestPki.node(TestPki.owner("Anna"), Assurance.SOFTWARE);
    private static final TestLog LOG = new TestLog(NODE, 9);
    private static final TestLog FORK = fork();

    private static TestLog fork() {
        TestLog fork = new TestLog(NODE, 8);
        fork.append(Bytes.utf8("another"), NOW_MILLIS);
        fork.append(Bytes.utf8("more"), NOW_MILLIS);
        return fork;
    }

    private static Sighting sighting(TreeHead head, Optional<PrefixProof> path, Optional<TreeHead> last) {
        return Sighting.of(NODE.chain(), head, path, last);
    }

    private static TreeHead head(int size) {
        return LOG.head(size, NOW_MILLIS);
    }

    @Test
    void firstHead_mayBeSigned() {
        assertThat(sighting(head(5), Optional.empty(), Optional.empty())).isEqualTo(new Sighting.Extends());
        assertThat(sighting(head(0), Optional.empty(), Optional.empty())).isEqualTo(new Sighting.Extends());
        assertThat(sighting(head(5), Optional.empty(), Optional.of(head(0)))).isEqualTo(new Sighting.Extends());
    }

    @Test
    void sameHeadAgain_mayBeSigned() {
        assertThat(sighting(LOG.head(5, NOW_MILLIS + 9), Optional.empty(), Optional.of(head(5))))
                .isEqualTo(new Sighting.Extends());
    }

    @Test
    void laterHeadWithItsPath_mayBeSigned() {
        for (int from = 1; from < 9; from++) {
            assertThat(sighting(head(9), Optional.of(LOG.prefix(from, 9)), Optional.of(head(from))))
                    .isEqualTo(new Sighting.Extends());
        }
    }

    @Test
    void earlierHeadOrPathFromElsewhere_isBehind() {
        TreeHead last = head(7);
        Sighting behind = new Sighting.Behind(last);
        assertThat(sighting(head(6), Optional.empty(), Optional.of(last))).isEqualTo(behind);
        assertThat(sighting(head(0), Optional.empty(), Optional.of(last))).isEqualTo(behind);
        assertThat(sighting(head(9), Optional.empty(), Optional.of(last))).isEqualTo(behind);
        assertThat(sighting(head(9), Optional.of(LOG.prefix(6, 9)), Optional.of(last)))
                .isEqualTo(behind);
        assertThat(sighting(head(9), Optional.of(LOG.prefix(7, 8)), Optional.of(last)))
                .isEqualTo(behind);
    }

    @Test
    void anotherRootOfTheSameSize_isAForkWithItsProof() {
        Sighting sighting = sighting(FORK.head(9, NOW_MILLIS), Optional.empty(), Optional.of(head(9)));
        assertThat(sighting).isInstanceOfSatisfying(Sighting.Forked.class, forked -> assertThat(
                        forked.proof().holds())
                .isTrue());
    }

    @Test
    void anotherBeginning_isAForkWithItsProof() {
        Sighting sighting = sighting(FORK.head(10, NOW_MILLIS), Optional.of(FORK.prefix(9, 10)), Optional.of(head(9)));
        assertThat(sighting).isInstanceOfSatisfying(Sighting.Forked.class, forked -> assertThat(
                        forked.proof().holds())
                .isTrue());
    }

    @Test
    void pathThatLeadsElsewhere_isRefused() {
        assertThat(sighting(head(9), Optional.of(FORK.prefix(7, 9)), Optional.of(head(7))))
                .isInstanceOf(Sighting.Refused.class);
    }

    @Test
    void headOfAnotherNodeOrKey_isRefused() {
        Node other = TestPki.node(TestPki.owner("Bert"), Assurance.SOFTWARE);
        assertThat(Sighting.of(other.chain(), head(5), Optional.empty(), Optional.empty()))
                .isInstanceOf(Sighting.Refused.class);
        TreeHead forged = new TestLog(new Node(other.keys(), NODE.chain()), 5).head(NOW_MILLIS);
        assertThat(sighting(forged, Optional.empty(), Optional.empty())).isInstanceOf(Sighting.Refused.class);
    }

    @Test
    void emptyLogWithARoot_isRefused() throws SigningException {
        TreeHead wrong = TreeHead.sign(NODE.signer(), NODE.id(), 0, head(5).root(), NOW_MILLIS);
        assertThat(sighting(wrong, Optional.empty(), Optional.empty())).isInstanceOf(Sighting.Refused.class);
    }
}
