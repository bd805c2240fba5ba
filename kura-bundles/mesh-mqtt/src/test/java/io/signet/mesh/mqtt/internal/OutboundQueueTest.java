package io.signet.mesh.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.spi.Outgoing;
import io.signet.statement.Bytes;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
    private static final int MANY = 100;

    private final OutboundQueue queue = new OutboundQueue(4, 1_000);

    @Test
    void fullByNumber_refuses() {
        for (int i = 0; i < 4; i++) {
            assertThat(queue.offer(message(1), 0)).isTrue();
        }

        assertThat(queue.offer(message(1), 0)).isFalse();
    }

    @Test
    void fullByBytes_refuses() {
        assertThat(queue.offer(message(900), 0)).isTrue();

        assertThat(queue.offer(message(101), 0)).isFalse();
        assertThat(queue.offer(message(100), 0)).isTrue();
    }

    @Test
    void inFlight_stillTakesRoom_untilAcknowledged() {
        queue.offer(message(1_000), 0);
        OutboundQueue.Pending sent = queue.next(MANY, 0).orElseThrow();

        assertThat(queue.offer(message(1), 0)).isFalse();
        assertThat(queue.acknowledged(sent)).isTrue();
        assertThat(queue.acknowledged(sent)).isFalse();
        assertThat(queue.offer(message(1), 0)).isTrue();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void next_keepsToTheWindow() {
        queue.offer(message(1), 0);
        queue.offer(message(2), 0);

        assertThat(queue.next(1, 0)).isPresent();
        assertThat(queue.next(1, 0)).isEmpty();
    }

    @Test
    void lostConnection_sendsAgainInOrder() {
        for (int size = 1; size <= 3; size++) {
            queue.offer(message(size), 0);
        }
        queue.next(MANY, 0);
        queue.next(MANY, 0);

        queue.connectionLost();

        for (int size = 1; size <= 3; size++) {
            assertThat(queue.next(MANY, 0))
                    .map(p -> p.message().payload().size())
                    .contains(size);
        }
    }

    @Test
    void expired_isDroppedAndCounted() {
        queue.offer(message(1, Duration.ofNanos(50)), 1_000);
        queue.offer(message(2, Duration.ZERO), 1_000);

        Optional<OutboundQueue.Pending> next = queue.next(MANY, 1_050);

        assertThat(next).map(p -> p.message().payload().size()).contains(2);
        assertThat(queue.expired()).isEqualTo(1);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void expirySeconds_isWhatIsLeftRoundedUp() {
        queue.offer(message(1, Duration.ofMillis(2_500)), 0);
        OutboundQueue.Pending pending = queue.next(MANY, 0).orElseThrow();

        assertThat(pending.expirySeconds(0)).isEqualTo(3);
        assertThat(pending.expirySeconds(Duration.ofMillis(600).toNanos())).isEqualTo(2);
        assertThat(pending.expirySeconds(Duration.ofSeconds(9).toNanos())).isEqualTo(1);
    }

    private static Outgoing message(int size) {
        return message(size, Duration.ZERO);
    }

    private static Outgoing message(int size, Duration expiry) {
        return new Outgoing("t", Bytes.copyOf(new byte[size]), false, Optional.empty(), Bytes.EMPTY, expiry);
    }
}
