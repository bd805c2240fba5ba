package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.internal.CosignedHeads;
import io.signet.statement.CosignedHead;
import io.signet.statement.Digest;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CosignedHeadsTest {
    private static final TestKey KEY = new TestKey();
    private static final TestWitness FIRST = new TestWitness();
    private static final TestWitness SECOND = new TestWitness();

    private final CosignedHeads heads = new CosignedHeads(Optional.empty());

    private static TreeHead head(long size, long timeMillis) {
        try {
            return TreeHead.sign(
                    SoftwareSigner.ofP256(KEY.keys()),
                    KEY.node(),
                    size,
                    Digest.sha256(LogFixture.statement(size)),
                    timeMillis);
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    private void add(TreeHead head, TestWitness... witnesses) {
        for (TestWitness witness : witnesses) {
            heads.add(head, witness.sign(head));
        }
    }

    private void assertNewest(TreeHead head, TestWitness... witnesses) {
        assertThat(heads.newest())
                .contains(new CosignedHead(
                        head, List.of(witnesses).stream().map(w -> w.sign(head)).toList()));
    }

    @Test
    void cosignatures_gatherAsTheyCome() {
        assertThat(heads.newest()).isEmpty();
        TreeHead head = head(5, 1_000);
        add(head, FIRST);
        assertNewest(head, FIRST);
        add(head, SECOND);
        assertNewest(head, FIRST, SECOND);
        add(head, FIRST);
        assertNewest(head, SECOND, FIRST);
    }

    @Test
    void newerHead_takesThePlaceOnceItHasAsMany() {
        TreeHead old = head(5, 1_000);
        TreeHead young = head(6, 1_020);
        add(old, FIRST, SECOND);
        add(young, SECOND);
        assertNewest(old, FIRST, SECOND);
        add(young, FIRST);
        assertNewest(young, SECOND, FIRST);
        add(old, FIRST);
        assertNewest(young, SECOND, FIRST);
    }

    @Test
    void newerHeadWithFewer_takesThePlaceAfterAMinute() {
        TreeHead old = head(5, 1_000);
        add(old, FIRST, SECOND);
        add(head(6, 61_000), FIRST);
        assertNewest(old, FIRST, SECOND);
        TreeHead late = head(7, 61_001);
        add(late, FIRST);
        assertNewest(late, FIRST);
    }

    @Test
    void headsWhoseSecondCosignatureNeverComes_areForgotten() {
        TreeHead complete = head(5, 1_000);
        add(complete, FIRST, SECOND);
        for (int size = 6; size < 106; size++) {
            add(head(size, 1_000 + size), FIRST);
        }
        add(head(6, 1_006), SECOND);
        assertNewest(complete, FIRST, SECOND);
        TreeHead last = head(106, 1_106);
        add(last, FIRST, SECOND);
        assertNewest(last, FIRST, SECOND);
    }
}
