package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.TestPki.Node;
import io.signet.statement.merkle.PrefixProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A fork is always proved, to anybody; an honest log is never accused, whatever is made of its heads and hashes. */
class EquivocationProperties {
    private static final Node NODE = TestPki.node(TestPki.owner("Anna"), Assurance.SOFTWARE, TestPki.ed25519());

    /** A log of {@code size} statements, of which the first {@code common} are those of all such logs. */
    private static TestLog log(int common, int size, String branch) {
        TestLog log = new TestLog(NODE, common);
        for (int i = common; i < size; i++) {
            log.add(Bytes.utf8(branch + i));
        }
        return log;
    }

    @Property(tries = 300)
    void forkedLog_isProvedByAnyTwoHeadsBeyondTheFork(
            @ForAll @IntRange(min = 0, max = 120) int common,
            @ForAll @IntRange(min = 1, max = 120) int left,
            @ForAll @IntRange(min = 1, max = 120) int right)
            throws MalformedException {
        int small = common + Math.min(left, right);
        int large = common + Math.max(left, right);
        TestLog one = log(common, small, "one ");
        TestLog other = log(common, large, "other ");
        Optional<PrefixProof> path = small == large ? Optional.empty() : Optional.of(other.prefix(small, large));
        Equivocation proof = new Equivocation(NODE.chain(), one.head(NOW_MILLIS), other.head(NOW_MILLIS), path);
        // Whoever checks it has nothing but the bytes.
        assertThat(Equivocation.decode(proof.encode()).holds()).isTrue();
    }

    @Property(tries = 300)
    void honestLog_isNeverAccused(
            @ForAll @IntRange(min = 2, max = 200) int size, @ForAll long seed, @ForAll boolean tamper) {
        Random random = new Random(seed);
        TestLog log = log(size, size, "");
        int earlier = 1 + random.nextInt(size);
        int later = earlier + random.nextInt(size - earlier + 1);
        Optional<PrefixProof> path = Optional.empty();
        if (earlier < later) {
            PrefixProof genuine = log.prefix(earlier, later);
            List<Digest> hashes = new ArrayList<>(genuine.path());
            if (tamper) {
                hashes.set(random.nextInt(hashes.size()), new Digest(Bytes.random(random, Digest.SIZE_BYTES)));
            }
            path = Optional.of(new PrefixProof(earlier, later, hashes));
        }
        Equivocation accusation =
                new Equivocation(NODE.chain(), log.head(earlier, NOW_MILLIS), log.head(later, NOW_MILLIS), path);
        assertThat(accusation.holds()).isFalse();
    }
}
