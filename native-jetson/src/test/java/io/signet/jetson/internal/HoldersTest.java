package io.signet.jetson.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class HoldersTest {
    private final AtomicInteger ended = new AtomicInteger();
    private final Holders holders = new Holders(ended::incrementAndGet);

    @Test
    void last_ends() {
        assertThat(holders.hold()).isTrue();
        holders.release();
        assertThat(ended).hasValue(0);
        holders.release();
        assertThat(ended).hasValue(1);
    }

    @Test
    void afterTheLast_nobodyHoldsAgain() {
        holders.release();
        assertThat(holders.hold()).isFalse();
        assertThat(holders.hold()).isFalse();
        assertThat(ended).hasValue(1);
    }
}
