package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private final ByteBudget budget = new ByteBudget(10);

    @Test
    void shares_areNeverMoreThanThereIs() {
        ByteBudget.Share first = budget.take(6).orElseThrow();
        assertThat(budget.take(5)).isEmpty();
        ByteBudget.Share second = budget.take(4).orElseThrow();
        assertThat(first.resize(7)).isFalse();
        second.giveBack();
        assertThat(first.resize(10)).isTrue();
        assertThat(first.resize(2)).isTrue();
        assertThat(budget.take(8)).isPresent();
    }

    @Test
    void shareThatWasGivenBack_takesNothingMore() {
        ByteBudget.Share share = budget.take(6).orElseThrow();
        share.giveBack();
        share.giveBack();
        assertThat(share.resize(1)).isFalse();
        assertThat(budget.take(10)).isPresent();
        assertThat(budget.take(1)).isEmpty();
    }
}
