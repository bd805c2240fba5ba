package io.signet.kura.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.Test;

/** Metrics go out at intervals, as soon as somebody takes them. */
final class MetricsAgentTest {
    private final List<KuraPayload> sent = new ArrayList<>();
    private Optional<CloudPublisher> publisher = Optional.empty();
    private long seconds = 7;

    private final MetricsAgent agent = new MetricsAgent(
            () -> publisher, () -> Map.of("mesh.tasks.served", 3L), Duration.ofSeconds(60), new Clock() {
                @Override
                public long wallMillis() {
                    return seconds * 1_000;
                }

                @Override
                public long monotonicNanos() {
                    return seconds * 1_000_000_000;
                }
            });

    private void takeAll() {
        publisher = Optional.of(message -> {
            sent.add(message.getPayload());
            return "id";
        });
    }

    @Test
    void firstMessage_goesOutAsSoonAsThereIsAPublisher_andOthersAtIntervals() {
        assertThat(agent.doWork()).isZero();
        assertThat(agent.dueInNanos()).as("nobody turns in vain").isEqualTo(Long.MAX_VALUE);
        seconds += 100;
        takeAll();

        assertThat(agent.doWork()).isEqualTo(1);
        seconds += 59;
        assertThat(agent.doWork()).isZero();
        assertThat(agent.dueInNanos()).isEqualTo(1_000_000_000);
        seconds += 1;
        assertThat(agent.doWork()).isEqualTo(1);

        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).getMetric("mesh.tasks.served")).isEqualTo(3L);
        assertThat(sent.get(0).getTimestamp()).isEqualTo(new Date(107_000));
    }

    @Test
    void publisherThatFails_isAskedAgainAtTheNextInterval() {
        publisher = Optional.of(message -> {
            throw new KuraException(KuraErrorCode.INTERNAL_ERROR, "no connection");
        });
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(agent.doWork()).isZero();
        seconds += 60;
        takeAll();
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(sent).hasSize(1);
    }

    @Test
    void nodeThatIsOff_saysSo() {
        assertThat(NodeMetrics.of(Optional.empty(), Optional.empty())).isEqualTo(Map.of("mesh.member", false));
    }
}
